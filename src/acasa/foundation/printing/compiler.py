"""PDF through Typst: a template, values, and the fonts of the house. Tagged and made for PDF/UA-1."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
"""The package; templates import one another from here: ``#import "/foundation/printing/paper.typ": *``."""

LONGEST = 60
"""Seconds that a PDF in a process of its own may take; the thickest booklet takes a few."""

FONTS = Path(__file__).resolve().parent / "fonts"


@cache
def _fonts() -> typst.Fonts:
    # Only what is shipped: the same paper on every machine, whatever fonts are installed there.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def as_input(data: Mapping[str, Any]) -> dict[str, str]:
    """The values as a template finds them in ``json(bytes(sys.inputs.data))``: never as Typst code."""
    written = json.dumps(data, ensure_ascii=False)
    # A lone surrogate is no text in any encoding; JSON would refuse the whole page for it.
    return {"data": written.encode("utf-8", "replace").decode("utf-8")}


def one_piece(values: Callable[[], Mapping[str, Any]]) -> Iterator[str]:
    """Values for :func:`compile_apart` that are made when they are asked for."""
    yield json.dumps(values(), ensure_ascii=False)


def compile_apart(template: Path, pieces: Iterable[str], *, made_at: datetime) -> bytes:
    """The same as :func:`compile_pdf`, in a process of its own: Typst keeps what it made, and a server must not.

    ``pieces`` together are the values as JSON. They are asked for while the process starts, handed over one after
    the other, and need not all be there at once. Raises subprocess.CalledProcessError for a fault in the template,
    and TimeoutError where Typst takes longer than :data:`LONGEST` seconds.
    """
    command = [sys.executable, "-m", __name__, str(template), made_at.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        try:
            with suppress(BrokenPipeError):  # it has ended, and its return code tells that
                for piece in pieces:
                    process.stdin.write(piece.encode("utf-8", "replace"))  # type: ignore[union-attr]
            made, _ = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"no PDF of {template.name} within {LONGEST} seconds") from None
        finally:
            process.kill()  # where it has not ended
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return made


def compile_pdf(template: Path | str, data: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """The PDF of a template (a ``.typ`` file under :data:`ROOT`, or Typst source) with JSON-like values.

    ``made_at`` (aware) becomes the date of creation; with it the same input gives the same bytes. The PDF
    conforms to PDF/UA-1, unless a text has a character that no shipped font can show: then it is made
    without that claim, with a box in its place, and a warning names the template, for a reader must get the paper.
    Raises typst.TypstError for a fault in the template.
    """
    compiled: dict[str, Any] = {
        "input": template if isinstance(template, Path) else template.encode(),
        "root": ROOT,
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": as_input(data),
        "timestamp": int(made_at.timestamp()) if made_at else None,
    }
    try:
        return typst.compile(pdf_standards=["ua-1"], **compiled)
    except typst.TypstError as error:
        if not error.message.startswith("PDF/UA-1 error: the text"):
            raise
        # The message of the error quotes the text, which may be a person's own.
        log.warning("not PDF/UA, a character has no font: %s", _name(template))
        return typst.compile(**compiled)


def _name(template: Path | str) -> str:
    return template.name if isinstance(template, Path) else "a source without a file"


if __name__ == "__main__":
    sys.stdout.buffer.write(
        compile_pdf(
            Path(sys.argv[1]), json.load(sys.stdin.buffer), made_at=datetime.fromisoformat(sys.argv[2])
        )
    )
