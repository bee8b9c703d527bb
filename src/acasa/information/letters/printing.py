"""A letter on paper, and a copy to keep in the language of who signs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from acasa.foundation.city.queries import local_now
from acasa.foundation.printing.compiler import compile_pdf, one_piece
from acasa.foundation.texts.paper import frame, made_at
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.runs import Voice, script

from .composing import parts
from .filling import filled, words
from .models import Letter

TEMPLATE = Path(__file__).resolve().parent / "letter.typ"


def letter_pdf(found: Letter, given: Mapping[str, Any], readings: Readings) -> bytes:
    """The letter as PDF/UA-1 on A4, ready to sign, with a copy in the reader's language on sheets of its own."""
    today = local_now().date()

    def data() -> dict[str, Any]:
        with override(readings.source_language):
            source = _sheet(found, given, readings, today, source=True)
        foreign = readings.language != readings.source_language
        return {
            "letter": source,
            "copies": [_sheet(found, given, readings, today, source=False)] if foreign else [],
        }

    return compile_pdf(TEMPLATE, one_piece(data), made_at=made_at(today))


def _sheet(
    found: Letter, given: Mapping[str, Any], readings: Readings, today: date, *, source: bool
) -> dict[str, Any]:
    language = readings.source_language if source else readings.language
    voice = Voice(readings, language, settings.BASE_URL)
    values = words(found.content, given, readings, source=source)

    def placed(sentences: list[str]) -> list[dict[str, Any]]:
        return [_placed(one, values=values) for one in voice.text(sentences)]

    paper = frame(
        voice,
        title=voice.plain([found.title]),
        day=today,
        address=settings.BASE_URL + reverse("letter", args=[language, found.slug]),
    )
    return {
        "paper": paper,
        "speech": script(readings.source_language, around=language),
        **{
            name.replace("_", "-"): part
            for name, part in parts(found, given, readings, today, placed, source=source).items()
        },
    }


def _placed(sentence: dict[str, Any], *, values: Mapping[str, str]) -> dict[str, Any]:
    return {**sentence, "runs": [{**run, "text": filled(run["text"], values)} for run in sentence["runs"]]}
