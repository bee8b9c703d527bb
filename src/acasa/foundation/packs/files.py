"""Reads the files of a city pack and remembers on which line every field stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from .said import Said, Wrong

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


class PackModel(BaseModel):
    """The base of every pack schema: unknown fields are mistakes, numbers may stand for texts."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)


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


Model = TypeVar("Model", bound=BaseModel)


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 scalars: only true/false are booleans, dates and clock times stay texts."""

    yaml_implicit_resolvers: dict = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+\.\d+$"), list("-+0123456789"))

LARGEST_FILE = 1024 * 1024
"""Bytes of a file of a pack."""

DEEPEST, MOST_NODES, LONGEST = 12, 50_000, 20_000
"""How deeply things stand in one another in a YAML file, how many there are, and how many characters one has."""

_NUMBER = re.compile(r"[-+]?[0-9][0-9.]*")
_LONGEST_NUMBER = 30


class _TooMuch(Exception):
    """Something in a YAML file that no pack needs, and that could cost or break much."""

    def __init__(self, line: int, expected: Said) -> None:
        super().__init__(expected)
        self.line = line
        self.expected = expected


def _yaml_hint(error: Exception) -> Said:
    """What to look at first, in our words: the library's are English and name its own parts."""
    problem = str(getattr(error, "problem", "") or getattr(error, "reason", ""))
    for known, hint in _YAML_HINTS:
        if known in problem:
            return hint
    return Said("Look at this line and the one before it: quotation marks, brackets, colons and indents.")


_YAML_HINTS = (
    ("',' or", Said("A bracket [ or { is not closed, or a comma is missing.")),
    ("mapping values", Said("A text with a colon in it needs quotation marks around it.")),
    (
        "cannot start any token",
        Said("A text that begins with a sign such as @ needs quotation marks; indent with spaces, not tabs."),
    ),
    ("end of stream", Said("A quotation mark or a bracket is opened and not closed.")),
    ("expected <block end>", Said("Lines that belong together need the same indent.")),
    ("expected key", Said("Lines that belong together need the same indent.")),
    ("expected '-' indicator", Said("Each item of a list begins with a hyphen and the same indent.")),
    ("could not find expected ':'", Said("After the name of a field stand a colon and a space.")),
    ("alphabetic or numeric", Said("A text that begins with * or & needs quotation marks.")),
    ("not allowed", Said("It contains a sign that cannot be read; type the line anew.")),
)
"""By what the library says. Both of its readers, in C and in Python, say these in nearly the same words."""


def _within_limits(text: str) -> None:
    """Walks through a YAML text before anything is built of it. Raises _TooMuch, or a YAMLError."""
    open_: list[
        list[bool]
    ] = []  # for every open thing: is it a mapping, and does its next word name a field?
    for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        if isinstance(event, yaml.CollectionEndEvent):
            open_.pop()
            continue
        if not isinstance(event, yaml.AliasEvent | yaml.ScalarEvent | yaml.CollectionStartEvent):
            continue
        line = (event.start_mark.line if event.start_mark else 0) + 1
        if isinstance(event, yaml.AliasEvent):
            raise _TooMuch(line, Said("expected the text itself: “*” repeats nothing here"))
        if count > MOST_NODES:
            raise _TooMuch(line, Said("expected less in one file; split it"))
        names_a_field = bool(open_) and open_[-1] == [True, True]
        if open_ and open_[-1][0]:
            open_[-1][1] = not open_[-1][1]
        if event.tag:
            raise _TooMuch(line, Said("expected plain text: “%(tag)s” is not known here", tag=event.tag[:60]))
        if isinstance(event, yaml.ScalarEvent):
            _plain(event, line, names_a_field=names_a_field)
            continue
        if names_a_field:
            raise _TooMuch(line, Said("expected a word as the name of a field"))
        open_.append([isinstance(event, yaml.MappingStartEvent), True])
        if len(open_) > DEEPEST:
            raise _TooMuch(line, Said("expected at most %(most)s things inside one another", most=DEEPEST))


def _plain(event: yaml.ScalarEvent, line: int, *, names_a_field: bool) -> None:
    value, bare = event.value, event.implicit[0]
    if "\x00" in value:
        raise _TooMuch(line, Said("expected text without a NUL in it"))
    if len(value) > LONGEST:
        raise _TooMuch(line, Said("expected at most %(most)s characters", most=LONGEST))
    if bare and len(value) > _LONGEST_NUMBER and _NUMBER.fullmatch(value):
        raise _TooMuch(line, Said("expected at most %(most)s digits", most=_LONGEST_NUMBER))
    if names_a_field and bare and not re.match(r"[^\W\d_]", value):
        raise _TooMuch(line, Said("expected a word as the name of a field"))


@dataclass
class PackFolder:
    """A pack on disk, while it is being read: collects mistakes instead of stopping at the first."""

    root: Path
    faults: list[Fault] = field(default_factory=list)

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def files(self, pattern: str) -> Iterator[Path]:
        """The files that match a pattern, in the order of their names; a link that leads out of the pack is a fault."""
        for path in sorted(path for path in self.root.glob(pattern) if path.is_file()):
            if path.resolve().is_relative_to(self.root.resolve()):
                yield path
            else:
                self.faults.append(
                    Fault(
                        self.name(path), 0, "", Said("expected a file of this pack; the link leads out of it")
                    )
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
            _within_limits(text)
        except _TooMuch as fault:
            self.faults.append(Fault(self.name(path), fault.line, "", fault.expected))
            return None, {}
        except yaml.YAMLError as error:
            self._not_yaml(path, error)
            return None, {}
        loader = _Loader(text)
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
                "not valid YAML: cannot be read at line %(line)s. %(hint)s", line=line, hint=_yaml_hint(error)
            )
            if line
            else Said("not valid YAML. %(hint)s", hint=_yaml_hint(error))
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
            for place, expected in problems(error):
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


_shapes: dict[str, Said] = {}


def shaped(pattern: str, words: Said) -> str:
    """The pattern, for a schema; who writes something else is told in these words, not in a pattern."""
    _shapes[pattern] = words
    return pattern


def problems(error: ValidationError) -> list[tuple[FieldPath, Said]]:
    """What a schema found: the place of each field, and what was expected there."""
    return [(_place(problem), _expected(problem)) for problem in error.errors()]


def _in_file(part: str | int) -> bool:
    """Whether a step of pydantic's error location is a field, not the name of a branch it tried."""
    return isinstance(part, int) or bool(re.fullmatch(r"[a-z_]+", part))


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


def _place(problem: Any) -> FieldPath:
    place = tuple(part for part in problem["loc"] if _in_file(part))
    wrong = _raised(problem)
    return (*place, wrong.field) if isinstance(wrong, Wrong) else place


def _raised(problem: Any) -> Exception | None:
    """What a validator of ours raised."""
    return problem.get("ctx", {}).get("error") if problem["type"] == "value_error" else None


def _expected(problem: Any) -> Said:
    shown = repr(problem.get("input"))
    if len(shown) > 60:
        shown = shown[:57] + "…"
    match problem["type"]:
        case "missing":
            return Said("expected, but it is missing")
        case "extra_forbidden":
            return Said("not known here; expected one of the fields in the description of packs")
        case "literal_error" | "enum":
            return Said(
                "expected one of %(known)s, found %(found)s",
                known=problem["ctx"]["expected"].replace(" or ", ", "),
                found=shown,
            )
        case "string_pattern_mismatch":
            pattern = problem["ctx"]["pattern"]
            return Said("expected %(form)s, found %(found)s", form=_shapes.get(pattern, pattern), found=shown)
        case "string_too_long":
            return Said("expected at most %(most)s characters", most=problem["ctx"]["max_length"])
        case "string_too_short" | "too_short":
            return Said("expected something, but it is empty")
        case "int_type" | "int_parsing" | "int_from_float":
            return Said("expected a whole number, found %(found)s", found=shown)
        case "greater_than_equal":
            return Said(
                "expected %(least)s or more, found %(found)s", least=problem["ctx"]["ge"], found=shown
            )
        case "less_than_equal":
            return Said("expected %(most)s or less, found %(found)s", most=problem["ctx"]["le"], found=shown)
        case "bool_type" | "bool_parsing":
            return Said("expected true or false, found %(found)s", found=shown)
        case "string_type":
            return Said("expected a text, found %(found)s", found=shown)
        case "list_type":
            return Said("expected a list (each entry begins with “- ”)")
        case "dict_type" | "model_type":
            return Said("expected fields (“name: value”)")
    if wrong := _raised(problem):
        return wrong.expected if isinstance(wrong, Wrong) else Said(str(wrong))
    message = problem["msg"]
    return Said("%(problem)s, found %(found)s", problem=message[0].lower() + message[1:], found=shown)
