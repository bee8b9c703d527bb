"""The audit trail: every change, by whom, before and after. Written by the database alone."""

from __future__ import annotations

from django.db import models

from .declared import NotAudited


class AuditEntry(models.Model):
    """One changed row. The serving role may read these and do nothing else; triggers write them."""

    guard = NotAudited("the trail itself")

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=6)
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["table", "row"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.table} {self.row}"
