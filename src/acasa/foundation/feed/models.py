"""What people decided about the things that wait; the things themselves belong to their rooms."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from acasa.foundation.guard.declared import Audited


class Mark(models.Model):
    """What was decided about one notice, known by its kind and subject."""

    guard = Audited()

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    snoozed_until = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    choice = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="one_mark_a_notice"),
            models.CheckConstraint(
                name="finished_by_a_choice",
                condition=(Q(finished_on__isnull=True) & Q(choice="") & Q(note=""))
                | (Q(finished_on__isnull=False) & ~Q(choice="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"


class WeeklyMail(models.Model):
    """That a person got the mail of a week; the database refuses a second one."""

    guard = Audited()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    week = models.DateField(help_text="its Monday")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="one_mail_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"
