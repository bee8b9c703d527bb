"""When what the public reads last changed."""

from __future__ import annotations

from django.db import models

from acasa.foundation.guard.declared import NotAudited


class ContentVersion(models.Model):
    """One counter for what the public reads of a room; it only goes up."""

    guard = NotAudited("a counter")

    room = models.CharField(primary_key=True, max_length=40)
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.room} {self.number}"
