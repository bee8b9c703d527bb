"""``acasa run``: starts everything, shows progress, and stops everything it started."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from . import embedded

_PR_SET_PDEATHSIG = 1


class Running(Exception):
    """Another Acasă already runs on the same folder."""


def hold_lock(var: Path) -> IO[str]:
    """The lock of a running Acasă; it is gone when the process is, even after kill -9. Raises Running."""
    var.mkdir(parents=True, exist_ok=True)
    handle = (var / "run.lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise Running from error
    return handle


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start_child(*command: str, **environment: str) -> subprocess.Popen[bytes]:
    """Starts a process that ends when this one does, however this one ends."""
    return subprocess.Popen(  # noqa: S603 - our own commands
        command,
        env={**os.environ, **environment},
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads run yet
        start_new_session=True,
    )


def acasa(*arguments: str) -> list[str]:
    """The command line of another ``acasa`` command in the same environment."""
    return [sys.executable, "-m", "acasa", *arguments]


def run_step(say: Callable[[str], Any], title: str, command: list[str]) -> None:
    """Runs a step to its end and says how long it took. Raises SystemExit with its output where it fails."""
    say(f"  {title} …")
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{title} failed:\n{done.stdout}{done.stderr}")
    say(f"  {title}: {time.monotonic() - started:.1f} s")


def start_database(say: Callable[[str], Any]) -> bool:
    """Starts the embedded PostgreSQL unless DATABASE_URL names another; returns whether it did."""
    if os.environ.get("DATABASE_URL"):
        return False
    first = not (embedded.folder() / "PG_VERSION").exists()
    say("  Making a PostgreSQL database …" if first else "  Starting PostgreSQL …")
    socket = embedded.start()
    embedded.ensure_database(socket)
    embedded.connect(socket)
    return True


def wait_for(children: list[subprocess.Popen[bytes]]) -> int:
    """Waits until one child ends or a signal arrives; stops the others. Returns the exit status."""
    stopping = False

    def stop(_signal: int, _frame: Any) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    status = 0 if stopping else next((c.returncode for c in children if c.poll() is not None), 1) or 1
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
    return status
