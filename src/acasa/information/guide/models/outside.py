"""What comes from outside: addresses that pages lead to, and whether readers found what they needed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.declared import Audited, NotAudited


class OutsideLink(models.Model):
    """An address outside, and what a job last found there."""

    guard = Audited()

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("not tried yet")
        WORKS = "works", _("works")
        DOUBTFUL = "doubtful", _("failed, to be tried again")
        BROKEN = "broken", _("broken")

    url = models.URLField(max_length=500, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    failures = models.PositiveSmallIntegerField(default=0)
    evidence = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                name="link_state_known", condition=Q(state__in=["unknown", "works", "doubtful", "broken"])
            )
        ]

    def __str__(self) -> str:
        return self.url


class OutsideLinkUse(models.Model):
    """Where an outside address stands: a page (``guide:…``) or an organisation (``organisation:…``)."""

    guard = Audited()

    link = models.ForeignKey(OutsideLink, on_delete=models.CASCADE, related_name="uses")
    document = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "document"], name="one_outside_link_use")]

    def __str__(self) -> str:
        return f"{self.document} → {self.link_id}"


class Feedback(models.Model):
    """“Did you find what you needed?”, counted by page, language and day. Nothing about the reader."""

    guard = NotAudited("a counter of answers without a name")

    page_key = models.CharField(max_length=36)
    language = models.CharField(max_length=12)
    day = models.DateField()
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page_key", "language", "day"], name="one_feedback_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.page_key} {self.language} {self.day}"
