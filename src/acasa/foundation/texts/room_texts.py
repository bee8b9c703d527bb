"""``texts.yaml`` in a room: its texts of the interface in every language, side by side.

A room that has the file keeps there what only it says; what others say too, plurals and texts with a context stand in
the site's catalogues. ``acasa messages`` keeps the file up to date, and compiles it with the catalogues.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog

NAME = "texts.yaml"
HEADER = (
    "# What only this room says, in every language in which it is read. `acasa messages` finds new texts.\n"
)

Texts = dict[str, dict[str, str]]
"""By the English text, then by language; empty where nobody translated it yet."""


def room_of(path: Path, root: Path) -> Path | None:
    """The room of a source file, where it keeps its texts itself."""
    parts = path.relative_to(root).parts
    room = root.joinpath(*parts[:2])
    return room if len(parts) > 2 and (room / NAME).exists() else None


def files(root: Path) -> list[Path]:
    return sorted(root.glob(f"*/*/{NAME}"))


def read(path: Path) -> Texts:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def updated(said: Mapping[str, Iterable[str]], before: Texts, known: Mapping[str, Catalog]) -> Texts:
    """The texts that a room says, each in the languages it needs; what was translated, also elsewhere, is kept."""
    return {
        text: {code: before.get(text, {}).get(code) or _elsewhere(known.get(code), text) for code in codes}
        for text, codes in said.items()
    }


def _elsewhere(catalog: Catalog | None, text: str) -> str:
    message = catalog.get(text) if catalog else None
    return str(message.string) if message else ""


def written(texts: Texts) -> str:
    return HEADER + yaml.safe_dump(texts, allow_unicode=True, sort_keys=False, width=110)


def add_to(catalog: Catalog, texts: Texts, code: str) -> None:
    """Puts the translations of a language into a catalogue, to be compiled or checked with it."""
    for text, translations in texts.items():
        if translations.get(code):
            flags = ("python-format",) if "%(" in text else ()
            catalog.add(text, translations[code], flags=flags)


def missing(texts: Texts) -> Iterator[tuple[str, str]]:
    """Each language and text that nobody translated yet."""
    for text, translations in texts.items():
        yield from ((code, text) for code, translation in translations.items() if not translation)
