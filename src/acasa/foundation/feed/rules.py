"""Whether a thing waits, sleeps or is done. Pure functions."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

LONGEST_SNOOZE = timedelta(days=366)


class State(StrEnum):
    WAITING = "waiting"
    SNOOZED = "snoozed"
    DONE = "done"


def state(*, since: date, finished_on: date | None, snoozed_until: date | None, today: date) -> State:
    """How a thing stands today. What comes up again after it was done waits again."""
    if finished_on is not None and since <= finished_on:
        return State.DONE
    if snoozed_until is not None and today < snoozed_until:
        return State.SNOOZED
    return State.WAITING


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())
