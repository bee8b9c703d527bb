"""The clock of the test run (a pytest plugin): ``--today`` is the day, and it is ten in the morning in Cluj.

The clock goes on ticking from there, in this process and in every Python process that it starts. PostgreSQL and the
browser keep their own time: nothing of ours reads theirs, except that a page's ``Date`` stands still where it is asked
for (``tests/conftest.py``).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as hour
from pathlib import Path

import pytest
import time_machine

ORDINARY = date(2026, 11, 18)
"""A Wednesday without a holiday in its week; the day on which the pack is loaded, whatever day it is then."""

LOADED, STARTED = hour(6, tzinfo=UTC), hour(8, tzinfo=UTC)
"""The hours at which the pack is loaded and at which the tests begin."""

SECONDS = "TESTS_CLOCK_SECONDS"
_MOVED = Path(__file__).resolve().parent / "moved"


def _day(written: str) -> str:
    return str(date.fromisoformat(written))  # a text, for xdist sends it to its processes


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--today", type=_day, default=str(ORDINARY), metavar="YYYY-MM-DD",
        help=f"the day on which the tests run; {ORDINARY} where none is said",
    )  # fmt: skip


def move(config: pytest.Config) -> None:
    """Moves the clock before anything reads it; the processes of xdist find it moved. Raises pytest.UsageError."""
    if SECONDS in os.environ:
        return
    today = date.fromisoformat(config.known_args_namespace.today)
    if today < ORDINARY:
        raise pytest.UsageError(f"--today: expected {ORDINARY} or later, for the pack is loaded on that day")
    start = datetime.combine(today, STARTED)
    os.environ.update(moved_to(start))
    time_machine.travel(start.timestamp(), tick=True).start()


def pytest_report_header(config: pytest.Config) -> str:
    return f"today: {date.fromisoformat(config.getoption('today')):%A %Y-%m-%d}"


def moved_to(moment: datetime) -> dict[str, str]:
    """The environment of a process for which it is ``moment`` now."""
    really = time.time() - float(os.environ.get(SECONDS, 0))
    before = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    return {
        SECONDS: str(moment.timestamp() - really),
        "PYTHONPATH": os.pathsep.join([str(_MOVED), *(path for path in before if path != str(_MOVED))]),
    }


def now() -> datetime:
    """The moment at which this test runs, where no city is loaded that has a time zone; aware."""
    return datetime.now(UTC)


@contextmanager
def at(day: date, clock: hour = STARTED) -> Iterator[None]:
    """It is another day, or hour, for this process."""
    from acasa.foundation.web import memory

    with time_machine.travel(datetime.combine(day, clock).timestamp(), tick=True):
        memory.forget()
        yield
    memory.forget()
