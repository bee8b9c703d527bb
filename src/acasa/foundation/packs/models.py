"""What packs said, and where they and the application differ."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from acasa.foundation.guard.declared import Audited, NotAudited


class PackRecord(models.Model):
    """What the pack said about a thing when it was last loaded: the common ancestor of a later merge."""

    guard = NotAudited("what a pack said, word for word")

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=160)
    data = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_pack_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class PackConflict(models.Model):
    """A thing changed both in the application and in the pack; nothing is overwritten until someone decides."""

    guard = Audited()

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=160)
    fields = ArrayField(models.CharField(max_length=60))
    here = models.JSONField()
    pack = models.JSONField()
    found_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_open_conflict")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {', '.join(self.fields)}"
