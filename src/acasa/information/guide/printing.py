"""A page of the guide on paper: what the template ``page.typ`` draws, in one language or two side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from acasa.foundation.city.queries import city, language
from acasa.foundation.printing.compiler import compile_pdf
from acasa.foundation.printing.qr import svg
from acasa.foundation.texts import formatting
from acasa.foundation.texts.runs import Voice, script, shown

from . import queries
from .document import Source
from .models import Publication
from .printed_card import card_part

TEMPLATE = Path(__file__).resolve().parent / "page.typ"


def page_pdf(publication: Publication, context: dict[str, Any], *, beside: bool) -> bytes:
    """The published page as PDF/UA-1 on A4, from the context that the web page gets.

    ``beside`` prints the source language next to the reader's.
    """
    published_at = publication.edition.published_at
    return compile_pdf(TEMPLATE, page_data(publication, context, beside=beside), made_at=published_at)


def page_data(publication: Publication, context: dict[str, Any], *, beside: bool) -> dict[str, Any]:
    """What the template draws, as values that JSON can hold."""
    readings = context["readings"]
    own = Voice(readings, readings.language, settings.BASE_URL)
    voices = [own, *([Voice(readings, readings.source_language, settings.BASE_URL)] if beside else [])]
    with override(own.language):
        paper = _paper(publication, context, own)
        return {
            "paper": paper,
            "qr": _qr(publication, own),
            "before": list(_before(context)),
            "voices": [_voice(context, voice) for voice in voices],
            "ticks": context["document"].kind == "procedure",
            "next": [
                {"title": own.text(page.title), "address": _full(own.language, page.address)}
                for page in context["following"]
            ],
            "sources": [_source(source, own) for source in context["document"].sources],
            "about": list(_about(context, paper["as-of"])),
        }


def _full(language: str, address: str) -> str:
    return f"{settings.BASE_URL}/{language}/guide/{address}/"


def _paper(publication: Publication, context: dict[str, Any], own: Voice) -> dict[str, Any]:
    """The sheet itself: its language, what the file says of itself, header and footer."""
    here, edition, topic = city(), publication.edition, context["topic"]
    day = edition.published_at.astimezone(ZoneInfo(here.time_zone)).date()
    address = _full(own.language, publication.address)
    return {
        **script(own.language),
        "title": own.plain(context["document"].title),
        "author": here.name,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "header": [
            {"text": text} for text in ("Acasă", here.name, own.plain([topic.title]) if topic else "") if text
        ],
        "emergency": _("Emergency: %(number)s") % {"number": here.emergency_number},
        "as-of": _("As of %(on)s, edition %(edition_number)s.")
        % {
            "on": formatting.day(day, own.language),
            "edition_number": formatting.number(edition.number, own.language),
        },
        "address": address.partition("://")[2],
        "address-full": address,
        "page-of": _("page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "digits": [formatting.number(digit, own.language) for digit in range(10)],
    }


def _qr(publication: Publication, own: Voice) -> dict[str, str]:
    address = f"{settings.BASE_URL}/q/{publication.page_key[:8]}-{own.language}"
    return {
        "svg": svg(address),
        "address": address,
        "alt": _("QR code with the address of this page"),
        "caption": _("This page as it is today"),
    }


def _voice(context: dict[str, Any], voice: Voice) -> dict[str, Any]:
    """The page as one voice says it; the parts of two voices stand at the same places."""
    document = context["document"]
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
            "parts": [_part(numbered, voice) for numbered in context["blocks"]],
            "terms": [_term(numbered.word, voice) for numbered in context["terms"]],
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


def _before(context: dict[str, Any]) -> Iterator[str]:
    """What a reader must know before relying on the page, in the reader's language."""
    document, readings, coverage = context["document"], context["readings"], context["coverage"]
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
    if context["overdue"]:
        yield _("This page should have been checked again by %(on)s. Ask before you rely on it.") % {
            "on": formatting.day(document.review_by, code)
        }
    if context["weak_facts"]:
        values = ", ".join(readings.fact_plain(fact.slug, code) for fact in context["weak_facts"])
        yield f"{_('Not confirmed on this page:')} {values}. {_('Ask before you rely on it.')}"


def _about(context: dict[str, Any], as_of: str) -> Iterator[str]:
    """Where the page comes from, in the reader's language."""
    readings, coverage = context["readings"], context["coverage"]
    yield as_of
    if readings.language != readings.source_language and coverage.all_checked and coverage.checked_on:
        yield _("A person checked this translation on %(on)s.") % {
            "on": formatting.day(coverage.checked_on, readings.language)
        }
    yield _("This is information, not legal advice.")
