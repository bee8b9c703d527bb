"""What a serving process remembers of the content until the next change, so that it need not be read again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.db import connection

Value = TypeVar("Value")
_MOST = 500
_MISSING = object()

_values: dict[Hashable, Any] = {}
_lock = threading.Lock()
_hears = False
_changes = 0


def remembered(key: Hashable, make: Callable[[], Value]) -> Value:
    """What ``make`` gave since the content last changed; made anew where this process hears of no changes.

    Nothing is remembered inside a transaction, which may still be undone. The value is shared between
    threads: nobody may change it.
    """
    if not _hears or connection.in_atomic_block:
        return make()
    kept = _values.get(key, _MISSING)  # one look: another thread may forget everything between two
    if kept is not _MISSING:
        return cast(Value, kept)
    before = _changes
    value = make()
    with _lock:
        if _hears and before == _changes and len(_values) < _MOST:
            _values[key] = value
    return value


class Shelf:
    """Many values of one kind, to be remembered as one: each is made when it is first asked for."""

    def __init__(self) -> None:
        self._values: dict[Hashable, tuple[Hashable, Any]] = {}

    def get(self, item: Hashable, make: Callable[[], Value], *, state: Hashable = None) -> Value:
        """The value of an item; made anew where it was made for another state (such as another minute)."""
        kept = self._values.get(item)
        if kept is None or kept[0] != state:
            kept = self._values[item] = (state, make())
        return cast(Value, kept[1])


_also: list[Callable[[], None]] = []


def also_forget(forget_too: Callable[[], None]) -> None:
    """Has a function called whenever everything is forgotten; for what is remembered in other ways."""
    _also.append(forget_too)


def forget(*, hears: bool | None = None) -> None:
    """Forgets everything; ``hears`` says whether this process is told of changes from now on."""
    global _hears, _changes
    with _lock:
        _changes += 1
        _values.clear()
        if hears is not None:
            _hears = hears
    for forget_too in _also:
        forget_too()
