"""What can be found wrong with a room's own data. Rooms register their checks; ``acasa check`` runs them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or doubtful, in words for an editor."""

    room: str
    level: str
    """``error`` (something is broken for readers) or ``warning`` (someone should look)."""
    about: str
    message: str


Check = Callable[[], Iterable[Finding]]
_checks: list[Check] = []


def register_check(check: Check) -> Check:
    """Adds a room's check."""
    if check not in _checks:
        _checks.append(check)
    return check


def run_checks() -> Iterator[Finding]:
    """All findings of all rooms."""
    for check in _checks:
        yield from check()
