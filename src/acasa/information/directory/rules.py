"""Opening hours: open now, when next, and in words. Pure functions over OpenStreetMap's notation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours
from opening_hours.opening_hours import ParserError

HORIZON = timedelta(days=60)


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


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of a week: its intervals as local times; ``reason`` where the day is an exception."""

    day: date
    intervals: tuple[tuple[time, time], ...]
    reason: str = ""


def hours_fault(notation: str) -> str:
    """Why a notation cannot be read; empty if it can."""
    try:
        OpeningHours(notation)
    except (ParserError, SyntaxError) as error:
        lines = str(error).strip().splitlines()
        return lines[-1].strip(" =") if lines else "not in OpenStreetMap's notation"
    return ""


def with_exceptions(notation: str, exceptions: Iterable[Exceptional]) -> str:
    """The notation followed by rules that override it on the days of the exceptions."""
    rules = [notation]
    for exception in exceptions:
        span = f"{exception.first:%Y %b %d}-{exception.last:%Y %b %d}"
        rules.append(f"{span} {exception.hours}")
    return "; ".join(rules)


@lru_cache(maxsize=2048)
def _opening_hours(notation: str, country: str, zone: str) -> OpeningHours:
    return OpeningHours(notation, country=country, timezone=ZoneInfo(zone))


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
    hours = _opening_hours(with_exceptions(notation, exceptions), country, zone)
    reasons = {
        exception.first + timedelta(days=offset): exception.reason
        for exception in exceptions
        for offset in range((exception.last - exception.first).days + 1)
    }
    days = []
    for offset in range(7):
        day = start + timedelta(days=offset)
        opens = datetime.combine(day, time(0), ZoneInfo(zone))
        closes = datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone))
        intervals = tuple(
            (first.time(), last.time())
            for first, last, state, _comment in hours.intervals(opens, closes)
            if str(state) in ("State.OPEN", "open")
        )
        days.append(DayHours(day, intervals, reasons.get(day, "")))
    return days


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring weekdays (0 is Monday) with the same hours, for a short table."""

    first: int
    last: int
    intervals: tuple[tuple[time, time], ...]


def grouped(days: Mapping[int, tuple[tuple[time, time], ...]]) -> list[Group]:
    """Seven weekdays as runs of equal hours."""
    groups: list[Group] = []
    for weekday in range(7):
        intervals = days[weekday]
        if groups and groups[-1].intervals == intervals:
            groups[-1] = Group(groups[-1].first, weekday, intervals)
        else:
            groups.append(Group(weekday, weekday, intervals))
    return groups
