"""What is read from a pack, and what is wrong with it: where each stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in a pack: where it is, and what was expected there."""

    file: str
    line: int
    field: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.field}: {self.expected}" if self.field else f"{where}: {self.expected}"


class PackInvalid(Exception):
    """The pack has mistakes; nothing of it was loaded. ``faults`` lists them all."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the pack: its data as plain values, and how to find it again in its file."""

    key: str
    data: dict[str, Any]
    file: str
    lines: dict[FieldPath, int] = field(default_factory=dict, repr=False, compare=False)

    def fault(self, path: FieldPath, expected: str) -> Fault:
        """A mistake at a field of this entry; the nearest known line is named."""
        return Fault(self.file, nearest_line(self.lines, path), dotted(path), expected)


def dotted(path: FieldPath) -> str:
    """A field's place as people write it: ``blocks[2].step.title``."""
    out = ""
    for part in path:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else str(part)
    return out


def nearest_line(lines: dict[FieldPath, int], path: FieldPath) -> int:
    """The line of a field, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)
