"""Letters as a reader sees them: the form with all that stands around it, and the preview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.city.queries import language as language_of
from acasa.foundation.texts import render
from acasa.foundation.texts.queries import Readings, read
from acasa.foundation.web.memory import remembered
from acasa.information.directory import cards
from acasa.information.guide import queries as guide

from . import queries
from .composing import parts
from .filling import BLANK, filled, notes, words
from .form import LetterForm
from .kinds import LETTER
from .models import Letter


def readings(language: str) -> Readings:
    """The texts of all letters and of the titles of their pages."""
    return remembered(("letters", "readings", language), lambda: read(_sentences(), language))


def _sentences() -> Iterator[str]:
    source, titles = city().source_language, guide.titles()
    for letter in queries.letters():
        for found in LETTER.sentences(LETTER.entry(letter), source).values():
            yield from found
        yield from titles.get(letter.content["page"], ())


def page(found: Letter, form: LetterForm, readings: Readings) -> dict[str, Any]:
    """The page of a letter: its form, where it goes, and what to read about it."""
    content = found.content
    found_cards = cards.cards(organisations=[content["organisation"]]) if content.get("organisation") else {}
    card = next(iter(found_cards.values()), None)
    if card:
        readings = readings.joined(read(card.sentences(), readings.language))
    return {
        "letter": found,
        "content": content,
        "rows": form.rows(),
        "notes": notes(content, form.given() if form.is_bound else {}),
        "stopped": form.stopped if form.is_bound else [],
        "readings": readings,
        "card": card,
        "page_title": guide.titles().get(content["page"], ()),
        "carrying_form": "letter",
    }


def written(
    found: Letter, form: LetterForm, readings: Readings, *, asked: bool, taken: str
) -> dict[str, Any]:
    """The page with the letter as it is so far; faults are shown once the paper was asked for, not while one writes.

    ``taken`` names the field into which a suggestion went.
    """
    shown = form if asked else form.unchecked()
    if taken:
        shown.fields[taken].widget.attrs["autofocus"] = True
    return page(found, shown, readings) | {
        "notes": notes(found.content, form.given()),
        "asked": asked,
        "taken": taken,
        "shown": True,
        "sheets": _sheets(found, form.given(), readings),
        "source_direction": language_of(readings.source_language).direction,
        "blank": BLANK,
    }


def _sheets(found: Letter, given: Mapping[str, Any], readings: Readings) -> list[dict[str, Any]]:
    """The letter and the copy in the reader's language, for the preview."""
    today = local_now().date()
    sheets = []
    for source in (True, False) if readings.language != readings.source_language else (True,):
        values = words(found.content, given, readings, source=source)
        sentences = partial(_html, readings, values=values, source=source)
        with override(readings.source_language if source else readings.language):
            sheets.append(parts(found, given, readings, today, sentences, source=source))
    return sheets


def _html(readings: Readings, sentences: list[str], *, values: Mapping[str, str], source: bool) -> SafeString:
    html = render.source_html(readings, sentences) if source else render.html(readings, sentences)
    marked = {name: f'<mark dir="auto">{escape(value)}</mark>' for name, value in values.items()}
    return mark_safe(filled(html, marked))  # noqa: S308 - all escaped
