"""Opening hours: open now, when next, and in words. Pure functions over OpenStreetMap's notation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours
from opening_hours.opening_hours import ParserError

HORIZON = timedelta(days=60)

Intervals = tuple[tuple[time, time], ...]
"""When a place is open on one day, as local times; midnight at the end of the day is 00:00 too."""

DAY_AND_NIGHT: Intervals = ((time(0), time(0)),)
"""The whole of a day: to be said in words, for “00:00–00:00” reads as no time at all."""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """Other hours from ``first`` to ``last``, both included; ``off`` means closed."""

    first: date
    last: date
    hours: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a place is open at a moment. ``changes_at`` is aware, None if it does not change in 60 days."""

    is_open: bool
    changes_at: datetime | None

    @property
    def day_and_night(self) -> bool:
        """Whether it is open and stays so: true tomorrow as well, and so no matter of “now”."""
        return self.is_open and self.changes_at is None


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of a week: its intervals as local times, and why they are not the usual ones, where they are not.

    ``reason`` is that of an exception of the place; ``holiday`` says that a public holiday changes the hours. A place
    that is open on a holiday as on any other day has nothing to explain.
    """

    day: date
    intervals: Intervals
    reason: str = ""
    holiday: bool = False

    @property
    def day_and_night(self) -> bool:
        return self.intervals == DAY_AND_NIGHT


def hours_fault(notation: str) -> str:
    """Why a notation cannot be read; empty if it can."""
    try:
        OpeningHours(notation)
    except (ParserError, SyntaxError) as error:
        lines = str(error).strip().splitlines()
        return lines[-1].strip(" =") if lines else "not in OpenStreetMap's notation"
    return ""


def keeps_holidays(notation: str) -> bool:
    """Whether a place is closed on public holidays, as its notation says."""
    return bool(re.search(r"\bPH\s+(off|closed)\b", notation))


def with_exceptions(notation: str, exceptions: Iterable[Exceptional]) -> str:
    """The notation followed by rules that override it on the days of the exceptions."""
    rules = [notation]
    for exception in exceptions:
        span = f"{exception.first:%Y %b %d}-{exception.last:%Y %b %d}"
        rules.append(f"{span} {exception.hours}")
    return "; ".join(rules)


@lru_cache(maxsize=2048)
def _opening_hours(notation: str, country: str, zone: str) -> OpeningHours:
    return OpeningHours(notation, country=country or None, timezone=ZoneInfo(zone))


def open_state(notation: str, at: datetime, *, country: str, zone: str) -> OpenState:
    """Whether a place with these hours is open at an aware moment, and until when."""
    hours = _opening_hours(notation, country, zone)
    local = at.astimezone(ZoneInfo(zone))
    change = hours.next_change(local)
    if change is not None and change - local > HORIZON:
        change = None
    return OpenState(hours.is_open(local), change)


def week(
    notation: str, start: date, *, country: str, zone: str, exceptions: Iterable[Exceptional] = ()
) -> list[DayHours]:
    """The hours of seven days from ``start``, as they really are, holidays and exceptions included."""
    whole = with_exceptions(notation, exceptions)
    hours = _opening_hours(whole, country, zone)
    ordinary = _opening_hours(whole, "", zone)  # of no country, whose holidays are none
    reasons = {
        exception.first + timedelta(days=offset): exception.reason
        for exception in exceptions
        for offset in range((exception.last - exception.first).days + 1)
    }
    days = []
    for offset in range(7):
        day = start + timedelta(days=offset)
        intervals = _intervals(hours, day, zone)
        holiday = intervals != _intervals(ordinary, day, zone)
        days.append(DayHours(day, intervals, reasons.get(day, ""), holiday))
    return days


def _intervals(hours: OpeningHours, day: date, zone: str) -> Intervals:
    opens = datetime.combine(day, time(0), ZoneInfo(zone))
    closes = datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone))
    return tuple(
        (first.time(), last.time())
        for first, last, state, _comment in hours.intervals(opens, closes)
        if str(state) in ("State.OPEN", "open")
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring weekdays (0 is Monday) with the same hours, for a short table."""

    first: int
    last: int
    intervals: Intervals


def grouped(days: Mapping[int, Intervals]) -> list[Group]:
    """Seven weekdays as runs of equal hours."""
    groups: list[Group] = []
    for weekday in range(7):
        intervals = days[weekday]
        if groups and groups[-1].intervals == intervals:
            groups[-1] = Group(groups[-1].first, weekday, intervals)
        else:
            groups.append(Group(weekday, weekday, intervals))
    return groups


def runs(days: Sequence[DayHours]) -> list[list[DayHours]]:
    """Days that follow one another, in their order, as runs of equal hours for an equal reason."""
    found: list[list[DayHours]] = []
    for day in days:
        if found and _same(found[-1][-1], day):
            found[-1].append(day)
        else:
            found.append([day])
    return found


def _same(one: DayHours, other: DayHours) -> bool:
    return (one.intervals, one.reason, one.holiday) == (other.intervals, other.reason, other.holiday)
