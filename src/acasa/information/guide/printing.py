"""The guide on paper: a page, a topic or the whole, in one language or two side by side.

What the templates ``page.typ`` and ``booklet.typ`` draw.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from acasa.foundation.city.queries import city, language
from acasa.foundation.printing.compiler import compile_pdf, one_piece
from acasa.foundation.texts import formatting
from acasa.foundation.texts.paper import code, frame
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.runs import Voice, script, shown

from . import queries
from .document import Source
from .models import Publication
from .presenting import PageView
from .printed_card import card_part

_HERE = Path(__file__).resolve().parent
TEMPLATE = _HERE / "page.typ"
BOOKLET = _HERE / "booklet.typ"
SHEETS = 2
"""A page of the guide takes no more, both sides of one leaf: with holidays in its hours it is set in smaller letters."""


def page_pdf(publication: Publication, view: PageView, *, beside: bool) -> bytes:
    """The published page as PDF/UA-1 on A4, as the web page is drawn.

    ``beside`` prints the source language next to the reader's.
    """
    data = one_piece(lambda: page_data(publication, view, beside=beside))
    return compile_pdf(TEMPLATE, data, made_at=publication.edition.published_at, sheets=SHEETS)


def page_data(publication: Publication, view: PageView, *, beside: bool) -> dict[str, Any]:
    """What the template draws, as values that JSON can hold."""
    own = _own_voice(view)
    with override(own.language):
        paper = _paper(publication, view, own)
        return {"paper": paper, **_sheet(publication, view, paper, beside=beside)}


def _own_voice(view: PageView) -> Voice:
    readings = view.readings
    return Voice(readings, readings.language, settings.BASE_URL)


def _sheet(
    publication: Publication, view: PageView, paper: dict[str, Any], *, beside: bool
) -> dict[str, Any]:
    """The page itself, on a sheet of its own or bound with others."""
    readings = view.readings
    own = _own_voice(view)
    voices = [own, *([Voice(readings, readings.source_language, settings.BASE_URL)] if beside else [])]
    with override(own.language):
        return {
            "as-of": paper["as-of"],
            "address": paper["address"],
            "address-full": paper["address-full"],
            "qr": _qr(publication, own),
            "before": list(_before(view)),
            "voices": [_voice(view, voice) for voice in voices],
            "ticks": view.document.kind == "procedure",
            "next": [
                {"title": own.text(page.title), "address": _full(own.language, page.address)}
                for page in view.following
            ],
            "sources": [_source(source, own) for source in view.document.sources],
            "about": list(_about(view, paper["as-of"])),
        }


@dataclass(frozen=True, slots=True)
class Chapter:
    """A topic of a booklet: its title and its pages."""

    title: str
    pages: list[Publication]


@dataclass(frozen=True, slots=True)
class Booklet:
    """Pages to be bound together, with titles in the source language; ``path`` is its address on the web."""

    title: str
    summary: str
    path: str
    chapters: list[Chapter]

    @property
    def pages(self) -> list[Publication]:
        return [page for chapter in self.chapters for page in chapter.pages]

    def sentences(self) -> list[str]:
        """What stands on the title and in the table of contents."""
        return [
            *([self.summary] if self.summary else []),
            self.title,
            *(chapter.title for chapter in self.chapters),
            *(text for page in self.pages for text in page.edition.content.title),
        ]


def booklet_pdf(
    booklet: Booklet,
    readings: Readings,
    view_of: Callable[[Publication], PageView],
    *,
    beside: bool,
) -> bytes:
    """Pages bound together as PDF/UA-1 on A4, with a table of contents.

    ``readings`` hold the sentences of the booklet; ``view_of`` gives each page as the web page is drawn.
    """
    newest = max(page.edition.published_at for page in booklet.pages)
    pieces = _booklet(booklet, readings, view_of, beside=beside, newest=newest)
    return compile_pdf(BOOKLET, pieces, made_at=newest)


def _booklet(
    booklet: Booklet,
    readings: Readings,
    view_of: Callable[[Publication], PageView],
    *,
    beside: bool,
    newest: datetime,
) -> Iterator[str]:
    """The values of the booklet as JSON, a page at a time: all contexts at once would fill the memory."""
    own = Voice(readings, readings.language, settings.BASE_URL)
    address = f"{settings.BASE_URL}/{own.language}{booklet.path}"
    with override(own.language):
        day = newest.astimezone(ZoneInfo(city().time_zone)).date()
        paper = {
            **frame(own, title=own.plain([booklet.title]), day=day, address=address),
            "header": [{"text": text} for text in ("Acasă", city().name)],
            "as-of": _("As of %(on)s.") % {"on": formatting.day(day, own.language)},
        }
        data = {
            "paper": paper,
            "title": own.text([booklet.title]),
            "summary": own.text([booklet.summary]) if booklet.summary else [],
            "before": [
                _("This is information, not legal advice."),
                _("On the web it is always as it is today."),
            ],
            "qr": code(address),
            "contents-title": _("Contents"),
            "contents": [
                {
                    "title": own.text([chapter.title]),
                    "pages": [
                        {"place": page.address, "title": own.text(page.edition.content.title)}
                        for page in chapter.pages
                    ],
                }
                for chapter in booklet.chapters
            ],
        }
        yield json.dumps(data, ensure_ascii=False).removesuffix("}") + ', "pages": ['
        for number, page in enumerate(booklet.pages):
            view = view_of(page)
            paper = _paper(page, view, _own_voice(view))
            sheet = {"place": page.address, **_sheet(page, view, paper, beside=beside)}
            yield ("," if number else "") + json.dumps(sheet, ensure_ascii=False)
        yield "]}"


def _full(language: str, address: str) -> str:
    return settings.BASE_URL + reverse("page", args=[language, *address.split("/")])


def _paper(publication: Publication, view: PageView, own: Voice) -> dict[str, Any]:
    """The sheet itself: its language, what the file says of itself, header and footer."""
    here, edition, topic = city(), publication.edition, view.topic
    day = edition.published_at.astimezone(ZoneInfo(here.time_zone)).date()
    address = _full(own.language, publication.address)
    return {
        **frame(own, title=own.plain(view.document.title), day=day, address=address),
        "header": [
            {"text": text} for text in ("Acasă", here.name, own.plain([topic.title]) if topic else "") if text
        ],
        "as-of": _("As of %(on)s, edition %(edition_number)s.")
        % {
            "on": formatting.day(day, own.language),
            "edition_number": formatting.number(edition.number, own.language),
        },
    }


def _qr(publication: Publication, own: Voice) -> dict[str, str]:
    return code(f"{settings.BASE_URL}/q/{publication.page_key[:8]}-{own.language}")


def _voice(view: PageView, voice: Voice) -> dict[str, Any]:
    """The page as one voice says it; the parts of two voices stand at the same places."""
    document = view.document
    with override(voice.language):
        names = {
            "for_whom": _("For whom"), "when": _("When"), "cost": _("Cost"), "how_long": _("How long"),
            "where": _("Where"),
        }  # fmt: skip
        return {
            **script(voice.language),
            "labels": _labels(),
            "title": voice.text(document.title),
            "summary": voice.text(document.summary),
            "glance": [
                {"label": names[name], "text": voice.text(text)} for name, text in document.glance.lines()
            ],
            "parts": [_part(numbered, voice) for numbered in view.blocks],
            "terms": [_term(numbered.word, voice) for numbered in view.terms],
        }


def _labels() -> dict[str, str]:
    return {
        "glance": _("At a glance"),
        "documents": _("What to bring"),
        "cost": _("Cost"),
        "deadline": _("By when"),
        "warning": _("Careful"),
        "tip": _("Good to know"),
        "where": _("Where to go"),
        "words": _("Words you will meet"),
        "where-met": _("Where you meet it:"),
        "letter": _("Letter to fill in:"),
        "next": _("After this"),
        "sources": _("Where this comes from"),
        "phone": _("Phone"),
        "by-appointment": _("Only with an appointment"),
        "hidden": _("The address is not public. Call."),
        "unsure": _("Not confirmed yet. Ask before you rely on it."),
    }


def _part(numbered: Any, voice: Voice) -> dict[str, Any]:
    block = numbered.block
    part: dict[str, Any] = {"kind": block.kind, "unsure": block.unsure}
    for name in ("title", "text", "ask", "answer"):
        if hasattr(block, name):
            part[name] = voice.text(getattr(block, name))
    match block.kind:
        case "step":
            part["number"] = formatting.number(numbered.number, voice.language)
        case "documents":
            part["items"] = [voice.text(item) for item in block.items]
        case "where":
            part["card"] = card_part(numbered.card, voice) if numbered.card else None
        case "letter":
            part |= {"address": block.url, "shown": shown(block.url)}
    return part


def _term(word: Any, voice: Voice) -> dict[str, Any]:
    fields = queries.word_fields(word)
    return {
        "speech": script(city().source_language, around=voice.language),
        "term": word.term,
        "abbreviation": word.abbreviation if word.abbreviation != word.term else "",
        "meaning": voice.text(fields["meaning"]),
        "where-met": voice.text(fields["where_met"]),
    }


def _source(source: Source, own: Voice) -> dict[str, Any]:
    return {
        "speech": script(own.readings.source_language, around=own.language),
        "title": source.title,
        "address": source.url,
        "shown": shown(source.url).partition("/")[0],
        "as-of": ".".join(reversed(source.as_of.split("-"))),
    }


def _before(view: PageView) -> Iterator[str]:
    """What a reader must know before relying on the page, in the reader's language."""
    document, readings, coverage = view.document, view.readings, view.coverage
    code = readings.language
    if document.sensitive:
        yield _("Keep this paper where only people you trust can find it.")
    if code != readings.source_language and not coverage.complete:
        yield ngettext(
            "%(missing)s of %(total)s sentences is not yet in %(language)s. You see it in another language.",
            "%(missing)s of %(total)s sentences are not yet in %(language)s. "
            "You see them in another language.",
            coverage.missing,
        ) % {
            "missing": formatting.number(coverage.missing, code),
            "total": formatting.number(coverage.total, code),
            "language": language(code).autonym,
        }
    if code != readings.source_language and coverage.translated and coverage.checked < coverage.translated:
        yield (
            _("No person has checked this translation yet.")
            if not coverage.checked
            else ngettext(
                "A person checked %(checked)s of %(total)s sentences.",
                "A person checked %(checked)s of %(total)s sentences.",
                coverage.checked,
            )
            % {
                "checked": formatting.number(coverage.checked, code),
                "total": formatting.number(coverage.total, code),
            }
        )
    if view.overdue:
        yield _("This page should have been checked again by %(on)s. Ask before you rely on it.") % {
            "on": formatting.day(document.review_by, code)
        }
    if view.weak_facts:
        values = ", ".join(_value(fact.slug, readings, code) for fact in view.weak_facts)
        yield " ".join((_("Not confirmed on this page:"), f"{values}.", _("Ask before you rely on it.")))


def _value(slug: str, readings: Readings, code: str) -> str:
    text, kind = readings.fact_plain(slug, code), readings.facts[slug].value.kind
    return formatting.left_to_right(text, code) if kind in formatting.LEFT_TO_RIGHT else text


def _about(view: PageView, as_of: str) -> Iterator[str]:
    """Where the page comes from, in the reader's language."""
    readings, coverage = view.readings, view.coverage
    yield as_of
    if readings.language != readings.source_language and coverage.all_checked and coverage.checked_on:
        yield _("A person checked this translation on %(on)s.") % {
            "on": formatting.day(coverage.checked_on, readings.language)
        }
    yield _("This is information, not legal advice.")
