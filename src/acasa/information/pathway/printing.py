"""The path on paper: two pages with boxes to tick, what is urgent in full, and a code to open it again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from acasa.foundation.city.queries import city
from acasa.foundation.city.queries import language as language_of
from acasa.foundation.printing.compiler import compile_apart
from acasa.foundation.texts import formatting
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.rules import split_sentences
from acasa.foundation.texts.runs import Voice
from acasa.information.sheet import code, frame, made_at

from . import presenting, wording
from .presenting import Section, StepView
from .rules import Path

TEMPLATE = FilePath(__file__).resolve().parent / "path.typ"
_ROOM = {
    "latin": 5600,
    "cyrillic": 5000,
    "arabic": 4600,
    "nastaliq": 2300,
    "devanagari": 4200,
    "bengali": 4200,
}
"""Letters of explanation that fit on two sheets beside the titles; the rest stands on the web."""


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
    with override(readings.language):
        data = json.dumps(
            path_data(path, sections, readings, kept=kept, sender=sender, today=today), ensure_ascii=False
        )
    return compile_apart(TEMPLATE, [data], made_at=made_at(today))


def path_data(
    path: Path,
    sections: Iterable[Section],
    readings: Readings,
    *,
    kept: str,
    sender: Mapping[str, str],
    today: date,
) -> dict[str, Any]:
    """What the template draws, as values that JSON can hold."""
    voice = Voice(readings, readings.language, settings.BASE_URL)
    address = f"{settings.BASE_URL}/{readings.language}/path/"
    room = _ROOM[language_of(readings.language).script]
    drawn = []
    for section in sections:
        steps = []
        for view in section.steps:
            if view.step.private:
                continue
            step, used = _step(view, voice, full=room > 0)
            room -= used
            steps.append(step)
        if steps:
            drawn.append({"label": section.label or _("Now"), "steps": steps})
    title = _("My path")
    return {
        "paper": {
            **frame(voice, title=title, day=today, address=address),
            "header": [{"text": text} for text in ("Acasă", city().name)],
            "as-of": _("As of %(on)s.") % {"on": formatting.day(today, voice.language)},
        },
        "title": title,
        "papers": [
            _("%(paper)s ends on %(day)s") % {"paper": voice.plain([one.name]), "day": one.day}
            for one in presenting.expiries(path, voice.language, today)
        ],
        "sender": ", ".join(sender.values()),
        "sender-label": _("Prepared for you by:"),
        "sections": drawn,
        "labels": {"papers": _("What to bring"), "cost": _("Cost"), "unsure": _("Not confirmed yet. Ask before you rely on it.")},
        "more": _("More about every step stands on the web."),
        "advice": _("This is information, not legal advice."),
        "qr": code(f"{address}#{kept}", caption=_("Your path as it is today")),
    }  # fmt: skip


def _step(view: StepView, voice: Voice, *, full: bool) -> tuple[dict[str, Any], int]:
    step, due = view.step, view.planned.due
    # A sheet of paper does not count on: it says the day, not how far it is.
    day = wording.weekday(due.day, voice.language) if due else ""
    drawn: dict[str, Any] = {
        "title": voice.text([step.title]),
        "due": view.due if due and due.late else day,
        "closed": view.closed,
        "who": view.who,
        "text": [], "papers": [], "cost": [], "where": "", "phone": "", "unsure": step.unsure and full,
    }  # fmt: skip
    if not full:
        return drawn, 0
    source = city().source_language
    text, cost = split_sentences(step.text, source), split_sentences(step.cost, source)
    drawn |= {
        "text": voice.text(text),
        "papers": [voice.text([line]) for line in step.documents],
        "cost": voice.text(cost),
    }
    if view.card:
        place = next((one.place for one in view.card.places if one.address_shown and one.place.address), None)
        drawn["where"] = ", ".join(filter(None, [view.card.name, place.address if place else ""]))
        phone = next(iter(view.card.organisation.phones.all()), None)
        drawn["phone"] = formatting.phone(phone.number, country=city().country) if phone else ""
    used = len(voice.plain([*text, *cost, *step.documents])) + len(drawn["where"])
    return drawn, used
