"""Which facts wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acasa.foundation.city.queries import local_now
from acasa.foundation.city.rules import first_day
from acasa.foundation.feed.sources import Notice, Source

from . import formatting
from .grants import EDIT_FACTS
from .models import Fact


def overdue() -> Iterator[Notice]:
    """Facts past their review date."""
    for fact in Fact.objects.filter(review_by__lt=local_now().date()).select_related("owner"):
        due = formatting.day(fact.review_by, formatting.spoken())
        yield Notice(
            fact.slug, fact.label, _("was due on %(day)s") % {"day": due}, reverse("fact", args=[fact.slug]),
            fact.review_by, team=fact.owner.name,
        )  # fmt: skip


def weak() -> Iterator[Notice]:
    """Facts of low confidence."""
    for fact in Fact.objects.filter(confidence="low").select_related("owner"):
        yield Notice(
            fact.slug, fact.label, fact.note, reverse("fact", args=[fact.slug]), first_day(fact.as_of),
            team=fact.owner.name,
        )  # fmt: skip


SOURCES = (
    Source(
        "fact-overdue",
        gettext_lazy("Facts past their review date"),
        gettext_lazy("Look at the source again; then change the value or the review date."),
        overdue,
        EDIT_FACTS,
        order=30,
    ),
    Source(
        "fact-weak",
        gettext_lazy("Facts of low confidence"),
        gettext_lazy("Find a better source, or ask; then raise the confidence."),
        weak,
        EDIT_FACTS,
        order=60,
    ),
)
