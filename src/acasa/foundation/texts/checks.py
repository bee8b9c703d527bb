"""What can be wrong with texts and facts."""

from __future__ import annotations

from collections.abc import Iterator

from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.findings import Finding

from . import rules
from .models import Fact, Translation


def translations() -> Iterator[Finding]:
    """Translations that lost a fact or link (an old rule may have let one in)."""
    rows = Translation.objects.values_list("sentence__text", "language", "text")
    for source, language, text in rows.iterator():
        faults = rules.translation_faults(source, text)
        if faults:
            yield Finding("texts", "error", f"{language}: {source[:60]}", ", ".join(faults))


def facts() -> Iterator[Finding]:
    """Facts past their review date, and facts of low confidence."""
    today = local_now().date()
    for fact in Fact.objects.order_by("slug"):
        if fact.review_by < today:
            yield Finding("texts", "warning", f"fact {fact.slug}", f"was to be reviewed by {fact.review_by}")
        if fact.confidence == "low":
            yield Finding("texts", "warning", f"fact {fact.slug}", "is of low confidence")
