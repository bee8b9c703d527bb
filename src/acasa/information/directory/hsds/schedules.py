"""Opening hours as RFC 5545 weekly rules, which is all that HSDS schedules can say. Pure functions.

An HSDS schedule knows an offset from UTC but no time zone, and no public holidays. So the regular week is
written once for summer and once for winter time, each with the days between which it is valid, and the full
OpenStreetMap notation, which does know holidays and exceptions, stands beside it in ``notes``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .. import rules

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKS_LOOKED_AT = 13
_REGULAR = 0.75  # of those weeks; public holidays and single exceptions are fewer than the rest

Interval = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Season:
    """Days, first and last included, on which the clock has one offset from UTC, in hours."""

    first: date
    last: date
    offset: float
    bounded: bool = True
    """False where the clock never changes, so that the days are no limit."""


@dataclass(frozen=True, slots=True)
class Regular:
    """The weekdays (as in RFC 5545) that share one interval of local time."""

    days: tuple[str, ...]
    opens: time
    closes: time


def _offset(zone: str, day: date) -> float:
    shift = datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset() or timedelta()
    return shift / timedelta(hours=1)


@lru_cache(maxsize=16)
def seasons(zone: str, today: date) -> tuple[Season, ...]:
    """The clock's present season and the next one; a single unbounded one where clocks do not change."""
    year = timedelta(days=366)
    first = last = today
    while _offset(zone, first - timedelta(days=1)) == _offset(zone, today) and today - first < year:
        first -= timedelta(days=1)
    while _offset(zone, last + timedelta(days=1)) == _offset(zone, today) and last - today < year:
        last += timedelta(days=1)
    if last - today >= year:
        return (Season(today, today + timedelta(days=91), _offset(zone, today), bounded=False),)
    begin = end = last + timedelta(days=1)
    while _offset(zone, end + timedelta(days=1)) == _offset(zone, begin) and end - begin < year:
        end += timedelta(days=1)
    return Season(first, last, _offset(zone, today)), Season(begin, end, _offset(zone, begin))


@lru_cache(maxsize=4096)
def regular_week(notation: str, first: date, last: date, *, country: str, zone: str) -> tuple[Regular, ...]:
    """The hours of an ordinary week between two days; empty where no week is ordinary.

    Thirteen weeks spread over the time are looked at. A weekday's hours are those it has in three
    quarters of them; if one weekday has none such, the place has no regular week (hours that change with the
    month, every second week) and nothing is returned rather than something wrong.
    """
    step = max(7, (last - first).days // _WEEKS_LOOKED_AT) | 1  # odd, so that every second week shows
    starts = [first + timedelta(days=offset) for offset in range(0, max(1, (last - first).days - 6), step)]
    seen: dict[int, Counter[tuple[Interval, ...]]] = {weekday: Counter() for weekday in range(7)}
    for start in starts:
        for day in rules.week(notation, start, country=country, zone=zone):
            seen[day.day.weekday()][day.intervals] += 1
    days: dict[Interval, list[str]] = {}
    for weekday, counts in seen.items():
        intervals, times = counts.most_common(1)[0]
        if times < _REGULAR * len(starts):
            return ()
        for interval in intervals:
            days.setdefault(interval, []).append(WEEKDAYS[weekday])
    week = [Regular(tuple(names), *interval) for interval, names in days.items()]
    return tuple(sorted(week, key=lambda one: (WEEKDAYS.index(one.days[0]), one.opens)))


def written(moment: time, offset: float, *, closing: bool = False) -> str:
    """A time of day with its offset, such as 09:00+02:00. Midnight at the end of a day is 23:59."""
    if closing and moment == time(0):
        moment = time(23, 59)
    sign = "-" if offset < 0 else "+"
    minutes = round(abs(offset) * 60)
    return f"{moment:%H:%M}{sign}{minutes // 60:02d}:{minutes % 60:02d}"
