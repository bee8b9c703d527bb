"""Three-way merging of pack data, and counting working days. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

Data = dict[str, Any]


def first_day(as_of: str) -> date:
    """The first day of a date, month or year written as in a pack: 2026-11-21, 2026-11 or 2026."""
    return date.fromisoformat(as_of + "-01-01"[len(as_of) - 4 :] if len(as_of) < 10 else as_of)


def merge(*, base: Data | None, here: Data | None, pack: Data) -> tuple[Data | None, set[str]]:
    """Joins what the pack says with what stands here, field by field.

    ``base`` is what the pack said last time. Returns the joined data and the fields changed on both sides
    in different ways: those keep what stands here. What was deleted here stays deleted (None); if the pack
    changed it since, the changed fields are in dispute.
    """
    if here is None:
        return (dict(pack), set()) if base is None else (None, different_fields(base, pack))
    if base is None:
        disputed = different_fields(here, pack)
        return dict(here), disputed
    merged, disputed = dict(here), set()
    for name in base.keys() | here.keys() | pack.keys():
        ancestor, mine, theirs = base.get(name), here.get(name), pack.get(name)
        if mine == theirs or theirs == ancestor:
            continue
        if mine == ancestor:
            if theirs is None:
                merged.pop(name, None)
            else:
                merged[name] = theirs
        else:
            disputed.add(name)
    return merged, disputed


def different_fields(one: Data, other: Data) -> set[str]:
    """The names of the fields that differ."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


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


def texts_longer_than(data: Any, most: int) -> list[tuple[str | int, ...]]:
    """Where in an entry's data texts have more characters than ``most``, in the order in which they stand."""
    if isinstance(data, str):
        return [()] if len(data) > most else []
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [(name, *rest) for name, value in parts for rest in texts_longer_than(value, most)]
