"""Sentences of rules and schemas: English as they stand, and in any language where there is a catalogue. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Said(str):
    """An English sentence that remembers its wording and what was put into it.

    The wording is collected for translation like those of ``gettext``.
    """

    wording: str
    values: dict[str, Any]

    def __new__(cls, wording: str, **values: Any) -> Said:
        made = super().__new__(cls, wording % values if values else wording)
        made.wording, made.values = wording, values
        return made

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence as a catalogue says it; values stay, unless they are such sentences too."""
        wording = gettext(self.wording)
        values = {
            name: value.translated(gettext) if isinstance(value, Said) else value
            for name, value in self.values.items()
        }
        return wording % values if values else wording


class Wrong(ValueError):
    """What the validator of a whole entry, or the room that writes it, found: the field, and what was expected there."""

    def __init__(self, field: str, expected: Said) -> None:
        super().__init__(expected)
        self.field = field
        self.expected = expected
