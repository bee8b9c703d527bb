"""Dates as packs write them, and counting working days. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta


def first_day(as_of: str) -> date:
    """The first day of a date, month or year written as in a pack: 2026-11-21, 2026-11 or 2026."""
    return date.fromisoformat(as_of + "-01-01"[len(as_of) - 4 :] if len(as_of) < 10 else as_of)


def add_working_days(start: date, count: int, *, is_working_day: Callable[[date], bool]) -> date:
    """The day that is ``count`` working days after ``start`` (which itself does not count)."""
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def last_working_day(day: date, *, is_working_day: Callable[[date], bool]) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
