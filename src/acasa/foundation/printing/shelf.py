"""Prints that take seconds to make, kept on disk until what they say changes."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Lock

log = logging.getLogger(__name__)
_making = Lock()


def from_shelf(shelf: Path, state: str, name: str, make: Callable[[], bytes]) -> bytes:
    """The print of a name as it is in a state of the content; made where it is not on the shelf yet.

    One is made at a time in a process, and prints of other states leave the shelf. A disk that cannot be
    written only costs the time of making it again.
    """
    path = shelf / state / name
    if (kept := _read(path)) is not None:
        return kept
    with _making:
        if (kept := _read(path)) is not None:  # somebody waited for the same one
            return kept
        made = make()
        _keep(shelf, path, made)
    return made


def _keep(shelf: Path, path: Path, made: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        os.replace(half, path)
        for other in shelf.iterdir():
            if other != path.parent:
                shutil.rmtree(other, ignore_errors=True)
    except OSError as error:
        log.warning("a print could not be kept: %s", error.strerror)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
