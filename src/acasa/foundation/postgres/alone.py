"""One run at a time from a folder: a lock that ends with its process, even after kill -9, and says which one it is."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from pathlib import Path
from typing import IO


class StillRuns(Exception):
    """Another process serves from the folder; the message says what to do."""


def _try(var: Path) -> IO[str] | None:
    handle = (var / "run.lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle


def hold(var: Path) -> IO[str]:
    """The lock of this process, as long as it stays open. Raises :class:`StillRuns`."""
    var.mkdir(parents=True, exist_ok=True)
    handle = _try(var)
    if handle is None:
        raise StillRuns(f"Acasă already runs from {var}. Stop it first, or set ACASA_VAR.")
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def end_the_other(var: Path, *, seconds: float = 90) -> bool:
    """Asks a run from this folder to end as Ctrl-C does, and waits; returns whether there was one.

    Raises :class:`StillRuns` where it belongs to somebody else or does not end.
    """
    if not var.exists():
        return False
    asked, deadline = False, time.monotonic() + seconds
    while (handle := _try(var)) is None:
        if not asked:
            number = (var / "run.lock").read_text().strip()
            try:
                os.kill(int(number), signal.SIGTERM)
            except (ValueError, OSError) as error:
                raise StillRuns(f"Acasă runs from {var}; end it there (Ctrl-C).") from error
            asked = True
        if time.monotonic() > deadline:
            raise StillRuns(f"Acasă still runs from {var} after {seconds:.0f} s; end it there (Ctrl-C).")
        time.sleep(0.1)
    handle.close()
    return asked
