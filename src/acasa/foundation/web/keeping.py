"""Keeps processes running: one that ends is started again after a growing pause; only repeated failure ends all."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable

LONG = 60.0
"""Seconds after which a process has run well, and what was before is forgotten."""

OFTEN = 5
"""How many times in a row a process may end quickly before all is given up."""

_PR_SET_PDEATHSIG = 1


class GaveUp(Exception):
    """A process ended again and again; the message says which, and how."""


def pause(quick_ends: int) -> float:
    """Seconds to wait before a process is started again: 1, 2, 4 … 60."""
    return float(min(2 ** max(quick_ends - 1, 0), 60))


def die_with_parent(how: signal.Signals) -> None:
    """The calling process gets a signal when the one that started it ends, however that one ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)


def start_child(*command: str) -> subprocess.Popen[bytes]:
    """Starts a process that ends when this one does, however this one ends."""
    return subprocess.Popen(  # noqa: S603 - our own commands
        command, preexec_fn=lambda: die_with_parent(signal.SIGTERM), start_new_session=True
    )


class Patience:
    """How often something of ours ended quickly, and how long to wait before it is started again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.quick_ends = 0

    def ended(self, how: str, *, ran: float) -> float:
        """Seconds to wait, after it ran for so many. Raises GaveUp after too many quick ends."""
        self.quick_ends = 1 if ran >= LONG else self.quick_ends + 1
        if self.quick_ends >= OFTEN:
            raise GaveUp(
                f"{self.name} ended {OFTEN} times in a row ({how}), each time within {LONG:.0f} seconds; "
                "what it said stands above."
            )
        return pause(self.quick_ends)


class Child:
    """A process of ours, and its name in words."""

    def __init__(self, name: str, *command: str, now: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self.command = command
        self._patience = Patience(name)
        self._now = now
        self._due: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.process = start_child(*self.command)
        self._since = self._now()

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def look(self, say: Callable[[str], None]) -> None:
        """Starts the process again where it ended and its pause is over. Raises GaveUp after too many quick ends."""
        if not self.ended:
            return
        if self._due is None:
            ended = how(self.process.returncode)
            wait = self._patience.ended(ended, ran=self._now() - self._since)
            say(f"{self.name} ended ({ended}); it is started again in {wait:.0f} s.")
            self._due = self._now() + wait
        elif self._now() >= self._due:
            self._due = None
            self._begin()

    def stop(self) -> None:
        if not self.ended:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Waits until the process ended; one that does not is killed."""
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def how(status: int) -> str:
    """How a process ended, in words."""
    if status < 0:
        try:
            return f"signal {signal.Signals(-status).name}"
        except ValueError:
            return f"signal {-status}"
    return f"status {status}"


def stop_all(children: Iterable[Child]) -> None:
    children = list(children)
    for child in children:
        child.stop()
    for child in children:
        child.wait(10)


def die_with_main_process() -> None:
    """In a worker of the web server: ends at once where the server's main process does.

    A worker left alone would keep the port and answer for a database that is gone.
    """
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is None:
        return
    die_with_parent(signal.SIGKILL)
    if os.getppid() != parent.pid:  # it ended before we asked
        os.kill(os.getpid(), signal.SIGKILL)
