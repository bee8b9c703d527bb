"""Official words, and the plain pages about the site."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.declared import Audited


class Word(models.Model):
    """An official term that people meet on doors, forms and letters."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=80)
    term = models.CharField(_("Official term"), max_length=120)
    abbreviation = models.CharField(_("Abbreviation"), max_length=20, blank=True)
    meaning = models.TextField(_("Meaning"))
    where_met = models.CharField(_("Where you meet it"), max_length=300, blank=True)
    example = models.CharField(_("Example"), max_length=200, blank=True)
    avoid = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        help_text=_("Other wordings for the same thing, that our texts do not use; one a line."),
        verbose_name=_("Wordings to avoid"),
    )

    class Meta:
        verbose_name = _("Official word")
        verbose_name_plural = _("Official words")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class PlainPage(models.Model):
    """About, privacy, accessibility: plain Markdown from the pack, translated sentence by sentence."""

    guard = Audited()

    slug = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=120)
    markdown = models.TextField()

    def __str__(self) -> str:
        return self.title
