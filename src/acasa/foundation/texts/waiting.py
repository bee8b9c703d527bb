"""Which facts wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acasa.foundation.city.queries import local_now
from acasa.foundation.city.rules import first_day
from acasa.foundation.feed.sources import Notice, Source

from . import formatting
from .grants import EDIT_FACTS
from .models import Fact


def overdue() -> Iterator[Notice]:
    """Facts past their review date."""
    for fact in _with_places(Fact.objects.filter(review_by__lt=local_now().date())):
        due = _("was due on %(day)s") % {"day": formatting.day(fact.review_by, formatting.spoken())}
        yield Notice(
            fact.slug, fact.label, f"{due}; {_shown_in(fact)}",
            reverse("fact", args=[fact.slug]), fact.review_by, team=fact.owner.name, weight=fact.places,
        )  # fmt: skip


def weak() -> Iterator[Notice]:
    """Facts of low confidence."""
    for fact in _with_places(Fact.objects.filter(confidence="low")):
        message = f"{_shown_in(fact)}. {fact.note}" if fact.note else _shown_in(fact)
        yield Notice(
            fact.slug, fact.label, message, reverse("fact", args=[fact.slug]), first_day(fact.as_of),
            team=fact.owner.name, weight=fact.places,
        )  # fmt: skip


def _with_places(facts: QuerySet) -> QuerySet[Any]:
    """The facts with the number of texts in which each stands."""
    return facts.select_related("owner").annotate(
        places=Count("uses__sentence__uses__document", distinct=True)
    )


def _shown_in(fact: Any) -> str:
    return ngettext("shown in %(count)s text", "shown in %(count)s texts", fact.places) % {
        "count": fact.places
    }


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
