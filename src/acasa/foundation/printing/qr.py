"""QR codes as one vector path: sharp at any size, with the quiet zone that scanners need."""

from __future__ import annotations

import segno

QUIET_ZONE = 4
"""Light modules around the code (ISO/IEC 18004, 9.1)."""


def matrix(address: str) -> list[list[bool]]:
    """The modules of the code, row by row, True for dark, without quiet zone; correction M or better."""
    return [[bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix]


def svg(address: str) -> str:
    """The code with its quiet zone as an SVG whose unit is one module."""
    rows = matrix(address)
    size = len(rows) + 2 * QUIET_ZONE
    # All runs in one path: drawn apart, viewers leave hairlines between neighbouring rows.
    path = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for x, length in _runs(row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark runs of a row begin, and how long they are."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and x and row[x - 1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
