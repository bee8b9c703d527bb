"""PDF through Typst: a template, values, and the fonts of the house."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

LONGEST = 60
"""Seconds that a PDF may take; the thickest booklet takes a few."""


def one_piece(values: Callable[[], Mapping[str, Any]]) -> Iterator[str]:
    """Values for :func:`compile_pdf` that are made when they are asked for."""
    yield json.dumps(values(), ensure_ascii=False)


def utf8(text: str) -> bytes:
    """A text in UTF-8. A lone surrogate, which is no text in any encoding, becomes a question mark."""
    return text.encode("utf-8", "replace")


def compile_pdf(
    template: Path, pieces: Iterable[str], *, made_at: datetime, sheets: int | None = None
) -> bytes:
    """What :func:`.typeset.typeset` makes of a template, in a process of its own.

    Typst keeps what it made, and a server must not. ``pieces`` together are the values as JSON. They are asked for
    while the process starts, handed over one after the other, and need not all be there at once. ``made_at`` is aware.
    A paper that takes more than ``sheets`` is set in smaller letters.
    Raises subprocess.CalledProcessError for a fault in the template, and TimeoutError where Typst takes longer than
    :data:`LONGEST` seconds.
    """
    command = [
        sys.executable, "-m", "acasa.foundation.printing.typeset", str(template), str(int(made_at.timestamp())),
        *([] if sheets is None else [str(sheets)]),
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        try:
            with suppress(BrokenPipeError):  # it has ended, and its return code tells that
                for piece in pieces:
                    process.stdin.write(utf8(piece))  # type: ignore[union-attr]
            made, _ = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"no PDF of {template.name} within {LONGEST} seconds") from None
        finally:
            process.kill()  # where it has not ended
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return made
