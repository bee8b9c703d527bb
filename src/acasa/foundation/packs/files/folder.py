"""Reads the files of a city pack and remembers on which line every field stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .. import rules
from ..said import Said
from .faults import Entry, Fault, FieldPath, dotted, nearest_line
from .words import problems
from .yaml_text import Loader, TooMuch, within_limits, yaml_hint

Model = TypeVar("Model", bound=BaseModel)


BESIDE = ("README*", "LICENSE*", "LICENSES/*", "spelling/*.txt")
"""What may stand in a pack and is not loaded: it is for people, and for the tests' speller."""

LARGEST_FILE = 1024 * 1024
"""Bytes of a file of a pack."""


def _hidden(path: Path) -> bool:
    """Whether it is of git's or of an editor's, as every name that begins with a dot."""
    return any(part.startswith(".") for part in path.parts)


def _not_read(name: str, near: str) -> Fault:
    if near:
        return Fault(
            name, 0, "", Said("nothing here is read under this name; did you mean “%(near)s”?", near=near)
        )
    return Fault(
        name,
        0,
        "",
        Said(
            "nothing here is read under this name; the names that are read stand in docs/reference/packs.md"
        ),
    )


@dataclass
class PackFolder:
    """A pack on disk, while it is being read: collects mistakes instead of stopping at the first."""

    root: Path
    faults: list[Fault] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)
    """What the kinds of things look for."""

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def files(self, pattern: str) -> Iterator[Path]:
        """The files that match a pattern, in the order of their names; a link that leads out of the pack is a fault."""
        self.patterns.add(pattern)
        for path in sorted(path for path in self.root.glob(pattern) if path.is_file()):
            if path.resolve().is_relative_to(self.root.resolve()):
                yield path
            else:
                self.faults.append(
                    Fault(
                        self.name(path), 0, "", Said("expected a file of this pack; the link leads out of it")
                    )
                )

    def unread(self) -> Iterator[Fault]:
        """Files that no kind of thing reads: nothing of them would be loaded, and nobody would notice.

        A folder of which nothing is read is named once. Call it when every kind has looked for its files.
        """
        of_a_kind = {path for pattern in (*self.patterns, *BESIDE) for path in self.root.glob(pattern)}
        known = {path.parent for path in of_a_kind} | {self.root}
        named: set[Path] = set()
        for path in sorted(self.root.rglob("*")):
            if path in of_a_kind or not path.is_file() or _hidden(path.relative_to(self.root)):
                continue
            if path.parent in named:
                continue
            near = rules.nearest_file(self.name(path), self.patterns)
            if path.parent in known:
                yield _not_read(self.name(path), near)
            else:
                named.add(path.parent)
                yield _not_read(
                    f"{self.name(path.parent)}/", near.rpartition("/")[0] and f"{near.rpartition('/')[0]}/"
                )

    def text(self, path: Path) -> str | None:
        """The text of a file without a byte-order mark; None and a fault if it cannot be read as UTF-8 text."""
        try:
            if path.stat().st_size > LARGEST_FILE:
                expected = Said("expected at most %(most)s KB; split the file", most=LARGEST_FILE // 1024)
                self.faults.append(Fault(self.name(path), 0, "", expected))
                return None
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            self.faults.append(
                Fault(self.name(path), 0, "", Said("expected UTF-8 text (%(problem)s)", problem=error.reason))
            )
            return None
        except OSError as error:
            self.faults.append(
                Fault(self.name(path), 0, "", Said("cannot be read (%(problem)s)", problem=error.strerror))
            )
            return None
        if "\x00" in text:
            line = text[: text.index("\x00")].count("\n") + 1
            self.faults.append(Fault(self.name(path), line, "", Said("expected text without a NUL in it")))
            return None
        return text

    def yaml(self, path: Path) -> tuple[Any, dict[FieldPath, int]]:
        """The content of a YAML file and the line of every field; (None, {}) and a fault if it cannot be read."""
        text = self.text(path)
        if text is None:
            return None, {}
        lines: dict[FieldPath, int] = {}
        try:
            within_limits(text)
        except TooMuch as fault:
            self.faults.append(Fault(self.name(path), fault.line, "", fault.expected))
            return None, {}
        except yaml.YAMLError as error:
            self._not_yaml(path, error)
            return None, {}
        loader = Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return None, {}
            self._index(node, (), lines, self.name(path))
            return loader.construct_document(node), lines
        except yaml.YAMLError as error:
            self._not_yaml(path, error)
            return None, {}
        finally:
            loader.dispose()

    def _not_yaml(self, path: Path, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        expected = (
            Said(
                "not valid YAML: cannot be read at line %(line)s. %(hint)s", line=line, hint=yaml_hint(error)
            )
            if line
            else Said("not valid YAML. %(hint)s", hint=yaml_hint(error))
        )
        self.faults.append(Fault(self.name(path), line, "", expected))

    def _index(self, node: Any, path: FieldPath, lines: dict[FieldPath, int], file: str) -> None:
        lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    line = key.start_mark.line + 1
                    self.faults.append(
                        Fault(file, line, dotted((*path, key.value)), Said("expected only once"))
                    )
                seen.add(key.value)
                self._index(value, (*path, key.value), lines, file)
                lines[(*path, key.value)] = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._index(value, (*path, index), lines, file)

    def entry(self, path: Path, schema: type[Model], *, key: str | None = None) -> Entry | None:
        """A file that is one thing; ``key`` replaces its ``id``."""
        data, lines = self.yaml(path)
        if not lines:
            self._empty(path)
            return None
        return self._entry(data, lines, path, schema, key)

    def entries(self, path: Path, schema: type[Model]) -> list[Entry]:
        """A file that is a list of things with an ``id`` each."""
        data, lines = self.yaml(path)
        if data is None:
            return []
        if not isinstance(data, list):
            self.faults.append(
                Fault(self.name(path), 1, "", Said("expected a list (each entry begins with “- ”)"))
            )
            return []
        found = []
        for index, item in enumerate(data):
            own = {p[1:]: line for p, line in lines.items() if p and p[0] == index}
            entry = self._entry(item, own, path, schema, None)
            if entry:
                found.append(entry)
        return found

    def _empty(self, path: Path) -> None:
        if not any(fault.file == self.name(path) for fault in self.faults):
            self.faults.append(Fault(self.name(path), 1, "", Said("expected content, the file is empty")))

    def _entry(
        self, data: Any, lines: dict[FieldPath, int], path: Path, schema: type[Model], key: str | None
    ) -> Entry | None:
        name = self.name(path)
        if not isinstance(data, dict):
            self.faults.append(Fault(name, lines.get((), 1), "", Said("expected fields (“name: value”)")))
            return None
        try:
            model = schema.model_validate(data)
        except ValidationError as error:
            for place, expected in problems(error, schema):
                self.faults.append(Fault(name, nearest_line(lines, place), dotted(place), expected))
            return None
        values = model.model_dump(mode="json", exclude_none=True, by_alias=True)
        return Entry(key or str(values.get("id", "")), values, name, lines)


class _Written(PackFolder):
    """A file that is not on disk."""

    def __init__(self, written: str) -> None:
        super().__init__(Path())
        self.written = written

    def text(self, path: Path) -> str | None:
        if "\x00" in self.written:
            self.faults.append(Fault("text", 1, "", Said("expected text without a NUL in it")))
            return None
        return self.written


def read_written(text: str, schema: type[Model]) -> tuple[Entry | None, list[Fault]]:
    """A text read as if it were a file of a pack that is one thing; the entry is None where there are faults."""
    folder = _Written(text)
    entry = folder.entry(Path("text"), schema)
    return None if folder.faults else entry, folder.faults
