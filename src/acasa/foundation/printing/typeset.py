"""A template and its values become a PDF, tagged and made for PDF/UA-1.

Run as a program by :mod:`.compiler` for every paper, so it imports nothing that it could do without: that halves the
time in which it starts.
"""

from __future__ import annotations

import os
import sys

import typst

_HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(_HERE))
"""The package; templates import one another from here: ``#import "/foundation/printing/paper.typ": *``."""

FONTS = os.path.join(_HERE, "fonts")
"""Only what is shipped: the same paper on every machine, whatever fonts are installed there."""


def typeset(
    template: str | os.PathLike[str] | bytes,
    values: bytes,
    *,
    made_at: int | None = None,
    sheets: int | None = None,
) -> bytes:
    """The PDF of a template (a file under :data:`ROOT`, or Typst source as bytes).

    A template finds ``values``, JSON in UTF-8, in ``json(bytes(sys.inputs.data))``: never as Typst code. ``made_at``,
    in seconds since 1970, becomes the date of creation; with it the same input gives the same bytes. A paper that takes
    more than ``sheets`` is set again in smaller letters (``tight`` in ``paper.typ``). The PDF conforms
    to PDF/UA-1, unless a text has a character that no shipped font can show: then it is made without that claim, with
    a box in its place, and standard error names the template, for a reader must get the paper.
    Raises typst.TypstError for a fault in the template.
    """
    inputs = {"data": values.decode()}
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    paper = typst.Compiler(template, ROOT, fonts, ignore_system_fonts=True, sys_inputs=inputs)  # type: ignore[type-var]
    if sheets is not None and int(paper.query("<sheets>", field="value", one=True)) > sheets:
        inputs["tight"] = "yes"
    try:
        return paper.compile(template, sys_inputs=inputs, timestamp=made_at, pdf_standards=["ua-1"])  # type: ignore[type-var,return-value]
    except typst.TypstError as error:
        if not error.message.startswith("PDF/UA-1 error: the text"):
            raise
        # The message of the error quotes the text, which may be a person's own.
        name = "a source without a file" if isinstance(template, bytes) else os.path.basename(template)
        sys.stderr.write(f"not PDF/UA, a character has no font: {name}\n")
        return paper.compile(template, sys_inputs=inputs, timestamp=made_at)  # type: ignore[type-var,return-value]


if __name__ == "__main__":
    made_at, sheets = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None
    sys.stdout.buffer.write(typeset(sys.argv[1], sys.stdin.buffer.read(), made_at=made_at, sheets=sheets))
    sys.stdout.flush()
    os._exit(0)  # to tidy up what Typst made takes a tenth of the whole time
