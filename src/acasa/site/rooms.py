"""The rooms there are, found in their wings: whoever adds a room adds a folder, and no line in settings or addresses.

Who may import whom stands in ``pyproject.toml``, where a room in no layer fails `make lint`.
"""

from __future__ import annotations

from pathlib import Path

WINGS = ("foundation", "information")
"""From below."""

FOR_READERS = WINGS[1:]
"""The wings whose rooms may have pages under ``/{lang}/``."""

_SOURCE = Path(__file__).resolve().parents[1]


def rooms(wings: tuple[str, ...] = WINGS, *, having: str = "apps") -> list[str]:
    """The modules of the rooms with a file of this name, wing by wing and then by name."""
    return [
        f"acasa.{wing}.{path.parent.name}"
        for wing in wings
        for path in sorted((_SOURCE / wing).glob(f"*/{having}.py"))
    ]
