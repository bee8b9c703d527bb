"""Draws who imports whom, room by room, into docs/explanation/house.md: ``python -m tests.tools.house``."""

from __future__ import annotations

import sys
from pathlib import Path

import grimp

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "house.md"
BEGIN, END = "<!-- drawn by tests.tools.house -->\n", "<!-- end -->\n"
WINGS = ("site", "information", "foundation")
"""From above."""


def room_of(module: str) -> str:
    """``wing.room``, or the wing alone for what lies in no room."""
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if len(parts) > 1 and parts[0] != "site" else parts[0]


def imports() -> dict[str, set[str]]:
    """The rooms that each room imports, those of the same name aside; tests do not count."""
    graph = grimp.build_graph("acasa", cache_dir=None)
    found: dict[str, set[str]] = {}
    for module in sorted(graph.modules):
        parts = module.split(".")
        if len(parts) < 2 or parts[1] not in WINGS or "tests" in parts:
            continue
        room = room_of(module)
        if "." not in room and room != "site":
            continue
        others = {room_of(other) for other in graph.find_modules_directly_imported_by(module)}
        found.setdefault(room, set()).update(others - {room, *WINGS[1:]})
    return found


def drawing() -> str:
    """One row a room, the highest first: a room stands above all that it imports."""
    edges = imports()
    height: dict[str, int] = {}

    def high(room: str) -> int:
        if room not in height:
            height[room] = 1 + max((high(other) for other in edges[room] if other in edges), default=0)
        return height[room]

    rows = ["| room | imports |", "|---|---|"]
    for room in sorted(edges, key=lambda room: (-high(room), room)):
        wings = {
            wing: sorted(other.split(".")[-1] for other in edges[room] if other.split(".")[0] == wing)
            for wing in WINGS[1:]
        }
        words = " · ".join(", ".join(names) for names in wings.values() if names)
        rows.append(f"| {room.replace('.', '/')} | {words or '–'} |")
    return "\n".join(rows) + "\n"


def written(page: str) -> str:
    """The page with the drawing between its marks."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + drawing() + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"Drew {PAGE}\n")
