"""The steps of a path as HTML: what is the same for everybody is drawn once, and what changes by the minute beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts.queries import Readings
from acasa.foundation.web.memory import Shelf, remembered
from acasa.information.directory.cards import Card

from .presenting import Section, StepView

_PARTS = ("tick", "title", "body", "links", "before")


class Stage(NamedTuple):
    """A step with its parts as HTML."""

    view: StepView
    html: dict[str, SafeString]
    before: SafeString | str
    """What it comes before, where its day hangs on another step."""
    open: SafeString | str
    """Whether its place is open."""


def stages(
    sections: Iterable[Section], readings: Readings, *, beside: str
) -> list[tuple[Section, list[Stage]]]:
    """Each section with its steps; ``beside`` is a second language that stands beside the reader's, or empty."""
    views = [view for section in sections for view in section.steps]
    drawn = {view.step.slug: _drawn(view, readings, beside) for view in views}
    cards = {view.card.address: view.card for view in views if view.card}
    now = {address: _open_now(card, readings) for address, card in cards.items()}
    return [
        (
            section,
            [
                Stage(
                    view,
                    drawn[view.step.slug],
                    drawn[view.for_step.slug]["before"] if view.for_step else "",
                    now[view.card.address] if view.card else "",
                )
                for view in section.steps
            ],
        )
        for section in sections
    ]


def _drawn(view: StepView, readings: Readings, beside: str) -> dict[str, SafeString]:
    """The parts of a step that are the same for everybody: made once for each language."""
    lang = readings.language

    def draw() -> dict[str, SafeString]:
        context = {"view": view, "readings": readings, "lang": lang, "beside": beside, "city": city()}
        return {name: render_to_string(f"pathway/step_{name}.html", context) for name in _PARTS}

    return remembered(("path", "html", lang, beside), Shelf).get(view.step.slug, draw)


def _open_now(card: Card, readings: Readings) -> SafeString:
    """Whether the first place of a card is open: made once a minute for each language."""
    minute = local_now().replace(second=0, microsecond=0)
    context = {"card": card, "readings": readings, "lang": readings.language, "city": city()}
    return remembered(("path", "open", readings.language), Shelf).get(
        card.address, lambda: render_to_string("pathway/step_open.html", context), state=minute
    )
