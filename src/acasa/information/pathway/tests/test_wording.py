"""When a step is due, as a reader sees it: the exact words, and what a closed last day means."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from acasa.information.pathway import wording
from acasa.information.pathway.rules import Due
from acasa.information.pathway.terms import last_open, next_open

from .made_up import is_working_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "today", "english", "romanian"),
    [
        (MONDAY, MONDAY, "today, Monday, 23 November 2026", "azi, luni, 23 noiembrie 2026"),
        (
            date(2026, 11, 24),
            MONDAY,
            "tomorrow, Tuesday, 24 November 2026",
            "mâine, marți, 24 noiembrie 2026",
        ),
        (
            date(2026, 12, 4),
            date(2026, 11, 22),
            "in 12 days, Friday, 4 December 2026",
            "peste 12 zile, vineri, 4 decembrie 2026",
        ),
        (
            date(2026, 11, 20),
            date(2026, 11, 21),
            "Now, already late: it was due on Friday, 20 November 2026",
            "Acum, deja cu întârziere: termenul era vineri, 20 noiembrie 2026",
        ),
        # A Sunday and a holiday keep their date.
        (
            date(2026, 12, 6),
            MONDAY,
            "in 13 days, Sunday, 6 December 2026",
            "peste 13 zile, duminică, 6 decembrie 2026",
        ),
        (
            date(2026, 12, 1),
            MONDAY,
            "in 8 days, Tuesday, 1 December 2026",
            "peste 8 zile, marți, 1 decembrie 2026",
        ),
    ],
)
def test_when_a_step_is_due(day, today, english, romanian):
    assert said(wording.due_words, day, today) == (english, romanian)


@pytest.mark.parametrize(
    ("day", "today", "english", "romanian"),
    [
        (MONDAY, MONDAY, "", ""),
        # The Sunday's last working day is Friday; Tuesday 1 December and the Monday before it are holidays.
        (
            date(2026, 12, 6),
            MONDAY,
            "Offices are closed on that day. Go by Friday, 4 December 2026.",
            "În ziua aceea instituțiile sunt închise. Mergeți cel târziu vineri, 4 decembrie 2026.",
        ),
        (
            date(2026, 12, 1),
            MONDAY,
            "Offices are closed on that day. Go by Friday, 27 November 2026.",
            "În ziua aceea instituțiile sunt închise. Mergeți cel târziu vineri, 27 noiembrie 2026.",
        ),
        (
            date(2026, 12, 1),
            date(2026, 11, 28),
            "Offices are closed on that day, and the last working day before it is over. Go first thing on Wednesday, "
            "2 December 2026.",
            "În ziua aceea instituțiile sunt închise, iar ultima zi lucrătoare dinainte a trecut. Mergeți la prima oră "
            "miercuri, 2 decembrie 2026.",
        ),
        # The day itself, when all is shut: whoever is called does not answer.
        (
            date(2027, 1, 1),
            date(2027, 1, 1),
            "Offices are closed on that day, and the last working day before it is over. Go first thing on Monday, 4 "
            "January 2027.",
            "În ziua aceea instituțiile sunt închise, iar ultima zi lucrătoare dinainte a trecut. Mergeți la prima oră "
            "luni, 4 ianuarie 2027.",
        ),
        # Over is over, closed or not.
        (date(2026, 11, 29), date(2026, 12, 2), "", ""),
    ],
)
def test_what_a_closed_last_day_means(day, today, english, romanian):
    assert said(wording.closed_words, day, today) == (english, romanian)


def said(words, day: date, today: date) -> tuple[str, ...]:
    """In English and in Romanian."""
    due = Due(day, last_open(day, is_working_day), today, next_open(today, is_working_day), None)
    found = []
    for language in ("en", "ro"):
        with translation.override(language):
            found.append(words(due, language))
    return tuple(found)
