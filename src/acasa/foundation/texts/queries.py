"""Reading texts: one query for all sentences of a page, falling back sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Count

from acasa.foundation.city.queries import city

from . import formatting, rules
from .models import Fact, Translation, Use

FORGOTTEN_IS_A_FAULT = False
"""Whether a page that shows a sentence without having asked for its translation fails; in tests it does."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as a reader gets it: its words, their language, and how far the translation was checked."""

    text: str
    language: str
    state: str
    """``source``, or the state of the translation."""
    checked_on: date | None = None
    checked_role: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An official term in running text, and the place on the page where it is explained."""

    pattern: re.Pattern[str]
    anchor: str


@dataclass
class Readings:
    """All sentences of one page in one language, with the facts that stand in them."""

    language: str
    source_language: str
    country: str
    by_text: dict[str, Reading]
    facts: dict[str, Fact] = field(default_factory=dict)
    explained: dict[str, list[Term]] = field(default_factory=dict)
    """By sentence: the terms whose explanation stands on the same page, to be opened from the sentence."""

    def __getitem__(self, source: str) -> Reading:
        """The reading of a sentence; one that was not asked for is said in the source language.

        Raises LookupError instead where :data:`FORGOTTEN_IS_A_FAULT`.
        """
        found = self.by_text.get(source)
        if found is None:
            if FORGOTTEN_IS_A_FAULT:
                raise LookupError(
                    f"nobody asked for the translation of “{source}”: give the sentence to read(…) where the view reads "
                    "the others, so that a page asks once for all"
                )
            found = Reading(source, self.source_language, "source")
        return found

    def fact_html(self, slug: str, language: str) -> str:
        """A fact in HTML, as this language writes its kind of value."""
        return formatting.html(self.facts[slug].value, language, country=self.country)

    def fact_plain(self, slug: str, language: str) -> str:
        return formatting.plain(self.facts[slug].value, language, country=self.country)

    def weak_facts(self, today: date) -> list[Fact]:
        """Facts on this page that are past their review date or of low confidence, by name."""
        found = [f for f in self.facts.values() if f.review_by < today or f.confidence == "low"]
        return sorted(found, key=lambda fact: fact.slug)

    def of(self, sentences: Iterable[str]) -> Readings:
        """Some of the sentences alone, with all facts."""
        chosen = {text: self[text] for text in sentences}
        return Readings(self.language, self.source_language, self.country, chosen, self.facts)

    def joined(self, more: Readings) -> Readings:
        """These and some more sentences of the same language."""
        return Readings(
            self.language,
            self.source_language,
            self.country,
            self.by_text | more.by_text,
            self.facts | more.facts,
            self.explained | more.explained,
        )

    def share(self) -> Coverage:
        """How much of the page is in the reader's language, and how much of that was checked by a person."""
        readings = list(self.by_text.values())
        if self.language == self.source_language:
            return Coverage(len(readings), len(readings), len(readings), None, "")
        own = [r for r in readings if r.language == self.language]
        checked = [r for r in own if r.state == "checked"]
        dates = [r.checked_on for r in checked if r.checked_on]
        roles = {r.checked_role for r in checked}
        return Coverage(
            len(readings), len(own), len(checked), min(dates, default=None), ", ".join(sorted(roles))
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of sentences: all, in the reader's language, checked; the oldest check and by which role."""

    total: int
    translated: int
    checked: int
    checked_on: date | None
    checked_by: str

    @property
    def missing(self) -> int:
        """Sentences shown in another language than the reader's."""
        return self.total - self.translated

    @property
    def complete(self) -> bool:
        return self.translated == self.total

    @property
    def all_checked(self) -> bool:
        return self.complete and self.checked == self.total


def fact_uses(slug: str) -> dict[str, list[str]]:
    """Where a fact stands now: the documents, each with the sentences (source language) that show it."""
    rows = (
        Use.objects.filter(sentence__fact_uses__fact=slug)
        .order_by("document", "field", "position")
        .values_list("document", "sentence__text")
    )
    found: dict[str, list[str]] = {}
    for document, text in rows:
        if text not in found.setdefault(document, []):
            found[document].append(text)
    return found


def read(sentences: Iterable[str], language: str) -> Readings:
    """The readings of sentences (their normalised source texts) in a language; two queries at most.

    Falls back per sentence: reader's language, pivot language, source.
    """
    here = city()
    texts = list(dict.fromkeys(sentences))
    found: dict[str, Reading] = {}
    if language != here.source_language and texts:
        hashes = {rules.sentence_hash(text): text for text in texts}
        wanted = {language, here.pivot_language} - {here.source_language}
        rows = Translation.objects.filter(sentence_id__in=hashes, language__in=wanted).values_list(
            "sentence_id", "language", "text", "state", "checked_on", "checked_role"
        )
        for key, code, text, state, on, role in rows:
            source = hashes[key]
            if code == language or source not in found:
                found[source] = Reading(text, code, state, on, role)
    by_text = {text: found.get(text) or Reading(text, here.source_language, "source") for text in texts}
    named = {name for text in texts for name in rules.placeholders(text)}
    facts = Fact.objects.in_bulk(named) if named else {}
    return Readings(language, here.source_language, here.country, by_text, facts)


def _translated_into() -> list[str]:
    return [code for code in city().languages if code != city().source_language]


def lacking(sentences: Iterable[str]) -> dict[str, int]:
    """By language, how many of some sentences nobody has translated; languages that lack none are left out."""
    hashes = {rules.sentence_hash(text) for text in sentences}
    rows = Translation.objects.filter(sentence_id__in=hashes).values("language").annotate(n=Count("pk"))
    there = dict(rows.values_list("language", "n"))
    counts = {code: len(hashes) - there.get(code, 0) for code in _translated_into()}
    return {code: count for code, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class Waits:
    """Sentences of a document without a translation: how many by language, and since when the oldest stands."""

    languages: dict[str, int]
    since: date


def waiting_for_translation(prefix: str) -> dict[str, Waits]:
    """What waits for translation in the documents whose names begin so, in languages they are partly translated into."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT use.document, language.code,"
            "   count(DISTINCT use.sentence_id) FILTER (WHERE own.id IS NULL) AS waiting,"
            "   min(sentence.created_at) FILTER (WHERE own.id IS NULL)"
            " FROM texts_use use JOIN texts_sentence sentence ON sentence.hash = use.sentence_id"
            " CROSS JOIN unnest(%s::text[]) AS language (code)"
            " LEFT JOIN texts_translation own"
            "   ON own.sentence_id = use.sentence_id AND own.language = language.code"
            " WHERE starts_with(use.document, %s)"
            " GROUP BY use.document, language.code HAVING count(own.id) > 0 AND count(*) > count(own.id)"
            " ORDER BY use.document, language.code",
            [_translated_into(), prefix],
        )
        rows = cursor.fetchall()
    found: dict[str, Waits] = {}
    for document, code, count, since in rows:
        day, before = since.date(), found.get(document)
        known = before.languages if before else {}
        found[document] = Waits({**known, code: count}, min(day, before.since) if before else day)
    return found
