"""Dates of the path as people say them, in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_timedelta
from django.utils.translation import gettext as _

from acasa.foundation.city.queries import city
from acasa.foundation.texts.formatting import FactValue, cldr, plain

from .rules import Due


@lru_cache(maxsize=4096)
def weekday(value: date, language: str) -> str:
    """A day with its weekday and year in words: Friday 4 December 2026."""
    return format_date(value, "full", locale=cldr(language))


def distance(days: int, language: str) -> str:
    """So many days from today: in 12 days, 3 days ago; today and tomorrow by their names."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return _so_many(days, language)


@lru_cache(maxsize=4096)
def _so_many(days: int, language: str) -> str:
    # So high a threshold keeps days days: people count them, and “in 2 weeks” hides four.
    return format_timedelta(
        timedelta(days=days), granularity="day", threshold=10_000, add_direction=True, locale=cldr(language)
    )


def due_words(due: Due, language: str) -> str:
    """When a step is due, in a few words; a term that is over never reads as a coming day."""
    day = weekday(due.day, language)
    if due.late:
        return _("Now, already late: it was due on %(day)s") % {"day": day}
    return _("%(distance)s, %(day)s") % {"distance": distance(due.days, language), "day": day}


def last_day(day: str) -> str:
    """The last day of a term, which is given in words, without what it is the term of."""
    return _("Last day: %(day)s.") % {"day": day}


def again_words(repeat: str, language: str) -> str:
    """After how long a step comes again, of ``1 year`` or ``6 months``; empty for none."""
    if not repeat:
        return ""
    amount, unit = repeat.split()
    term = FactValue("duration", Decimal(amount), None, unit.rstrip("s") + "s", None, "")
    return _("Again after %(time)s.") % {"time": plain(term, language, country=city().country)}


def closed_words(due: Due, language: str) -> str:
    """What a closed last day means; empty where the offices are open on it."""
    if not due.closed or due.late:
        return ""
    if due.go_by < due.today:
        return _(
            "Offices are closed on that day, and the last working day before it is over. Go first thing on %(day)s."
        ) % {"day": weekday(due.next_open, language)}
    return _("Offices are closed on that day. Go by %(day)s.") % {"day": weekday(due.go_by, language)}
