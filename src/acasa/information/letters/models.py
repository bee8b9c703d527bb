"""Letters of a city, as a pack or an editor wrote them. What people fill in is kept nowhere."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.declared import Audited


class Letter(models.Model):
    """A letter to fill in: fields, checks and text as its author wrote them (:mod:`.form` reads them)."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=60)
    position = models.PositiveSmallIntegerField(_("Order"), default=100)
    title = models.CharField(_("Title"), max_length=120)
    summary = models.CharField(_("Summary"), max_length=300)
    content = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Letter")
        verbose_name_plural = _("Letters to fill in")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title
