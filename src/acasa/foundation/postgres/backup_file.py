"""The seal of a backup: a SHA-256 of the whole file, as its last line. PostgreSQL's tools read the file all the same."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

_SEAL = re.compile(rb"\nacasa-sha256 ([0-9a-f]{64})\n")
LENGTH = len("\nacasa-sha256 \n") + 64
"""Bytes of the seal: ``head -c -79 FILE | sha256sum`` says the same as ``tail -n 1 FILE``."""


class NotSealed(Exception):
    """The file has no seal at its end."""


class Damaged(Exception):
    """The file is not what was sealed."""


def _sum(path: Path, length: int) -> str:
    seen = hashlib.sha256()
    with path.open("rb") as file:
        while length and (part := file.read(min(length, 1 << 20))):
            seen.update(part)
            length -= len(part)
    return seen.hexdigest()


def seal(path: Path) -> None:
    """Writes the sum of all that stands in a file to its end, and the file to the disk."""
    line = f"\nacasa-sha256 {_sum(path, path.stat().st_size)}\n".encode()
    with path.open("ab") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def check_seal(path: Path) -> None:
    """Raises NotSealed or Damaged where the file is not as it was sealed."""
    length = path.stat().st_size - LENGTH
    if length < 0:
        raise NotSealed
    with path.open("rb") as file:
        file.seek(length)
        found = _SEAL.fullmatch(file.read())
    if not found:
        raise NotSealed
    if _sum(path, length) != found[1].decode():
        raise Damaged
