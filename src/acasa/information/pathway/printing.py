"""The path on paper: two pages with boxes to tick, what is urgent in full, and a code to open it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from acasa.foundation.city.queries import city
from acasa.foundation.city.queries import language as language_of
from acasa.foundation.printing.compiler import compile_pdf, one_piece
from acasa.foundation.texts import formatting
from acasa.foundation.texts.paper import code, frame, made_at
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.rules import split_sentences
from acasa.foundation.texts.runs import Voice, script

from . import presenting, wording
from .presenting import Section, StepView
from .rules import Path

TEMPLATE = FilePath(__file__).resolve().parent / "path.typ"


def path_pdf(
    path: Path,
    sections: Iterable[Section],
    readings: Readings,
    *,
    kept: str,
    sender: Mapping[str, str],
    today: date,
) -> bytes:
    """The path as PDF/UA-1 on A4. ``kept`` are the answers that may stand in its address, ``sender`` who prepared it."""

    def data() -> dict[str, Any]:
        with override(readings.language):
            return path_data(path, sections, readings, kept=kept, sender=sender, today=today)

    return compile_pdf(TEMPLATE, one_piece(data), made_at=made_at(today))


def path_data(
    path: Path,
    sections: Iterable[Section],
    readings: Readings,
    *,
    kept: str,
    sender: Mapping[str, str],
    today: date,
) -> dict[str, Any]:
    """What the template draws, as values that JSON can hold. How much of it fits is found out while it is drawn."""
    voice = Voice(readings, readings.language, settings.BASE_URL)
    address = settings.BASE_URL + reverse("path", args=[readings.language])
    left_out = presenting.off_paper(path, today)
    drawn = [
        {
            "label": section.label or _("Now"),
            "urgent": section.id == "now",
            "steps": [_step(view, voice, path) for view in section.steps if view.step.slug not in left_out],
        }
        for section in sections
    ]
    known = _shared_fallback(drawn, voice)
    title = _("My path")
    return {
        "paper": {
            **frame(voice, title=title, day=today, address=address),
            "header": [{"text": text} for text in ("Acasă", city().name)],
            "as-of": _("As of %(on)s.") % {"on": formatting.day(today, voice.language)},
        },
        "title": title,
        "papers": [
            one.words(voice.plain([one.name]))
            for one in presenting.expiries(path, voice.language, today)
            if one.expiry.days >= 0
        ],
        "sender": ", ".join(sender.values()),
        "sender-label": _("Prepared for you by:"),
        "before": [*_before(voice, known)],
        "known": known,
        "speech": script(city().source_language, around=voice.language),
        "sections": [section for section in drawn if section["steps"]],
        "labels": {"papers": _("What to bring"), "cost": _("Cost"), "unsure": _("Not confirmed yet. Ask before you rely on it.")},
        "qr": code(f"{address}#{kept}", caption=_("Your path as it is today")),
    }  # fmt: skip


def _before(voice: Voice, known: str) -> Iterator[str]:
    """What must be known before the paper is relied on. That private steps are left out stands on every paper alike: where
    it stood only on some, it would tell of them.
    """
    if known:
        yield _("The steps are not yet in %(language)s; they are in %(other)s.") % {
            "language": language_of(voice.language).autonym,
            "other": language_of(known).autonym,
        }
    yield " ".join(
        (_("This is information, not legal advice."), _("More about every step stands on the web."))
    )
    yield _("Private steps are not on this paper. They stand on the web.")


def _shared_fallback(sections: Iterable[Mapping[str, Any]], voice: Voice) -> str:
    """The other language in which most sentences are; empty where most are in the reader's own."""
    sentences = [
        sentence
        for section in sections
        for step in section["steps"]
        for text in (step["title"], step["text"], step["cost"], *step["papers"])
        for sentence in text
    ]
    foreign = Counter(sentence["lang"] for sentence in sentences if sentence["foreign"])
    if 2 * foreign.total() <= len(sentences):
        return ""
    return foreign.most_common(1)[0][0]


def _step(view: StepView, voice: Voice, path: Path) -> dict[str, Any]:
    step, source = view.step, city().source_language
    days = _days(view, voice, path)
    doubt = step.doubt if days["due"] else ""
    return {
        "title": voice.text([step.title]),
        **days,
        "who": view.who,
        "text": voice.text([*split_sentences(step.text, source), *split_sentences(doubt, source)]),
        "papers": [voice.text([line]) for line in step.documents],
        "cost": voice.text(split_sentences(step.cost, source)),
        **_place(view),
        "unsure": step.unsure,
    }


def _days(view: StepView, voice: Voice, path: Path) -> dict[str, str]:
    """By when, as days and not as how far they are, for paper is read later.

    Nothing where the day is counted from the end of a paper that has ended.
    """
    due = view.planned.due
    if due is None or presenting.from_ended(view, path):
        return {"due": "", "closed": view.again}
    return {
        "due": view.due if due.late else wording.weekday(due.day, voice.language),
        "closed": " ".join(filter(None, [view.closed, view.again])),
    }


def _place(view: StepView) -> dict[str, str]:
    """Where to go, as it stands on the door, and whom to call."""
    if not view.card:
        return {"where": "", "phone": ""}
    card = view.card
    names = list(dict.fromkeys([card.organisation.name, card.name]))
    place = next((one.place for one in card.places if one.address_shown and one.place.address), None)
    parts = [" – ".join(names)]
    if place:
        parts.append(place.address)
        if place.area.name not in place.address:
            parts.append(place.area.name)
    return {
        "where": ", ".join(parts),
        "phone": formatting.phone(view.phone, country=city().country) if view.phone else "",
    }
