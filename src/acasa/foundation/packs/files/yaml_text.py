"""YAML as packs are written in it: plain, within limits, and with hints in our words."""

from __future__ import annotations

import re

import yaml

from ..said import Said


class Loader(yaml.CSafeLoader):
    """YAML 1.2 scalars: only true/false are booleans, dates and clock times stay texts."""

    yaml_implicit_resolvers: dict = {}


Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789")
)
Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+\.\d+$"), list("-+0123456789"))


DEEPEST, MOST_NODES, LONGEST = 12, 50_000, 20_000
"""How deeply things stand in one another in a YAML file, how many there are, and how many characters one has."""

_NUMBER = re.compile(r"[-+]?[0-9][0-9.]*")
_LONGEST_NUMBER = 30


class TooMuch(Exception):
    """Something in a YAML file that no pack needs, and that could cost or break much."""

    def __init__(self, line: int, expected: Said) -> None:
        super().__init__(expected)
        self.line = line
        self.expected = expected


def yaml_hint(error: Exception) -> Said:
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


def within_limits(text: str) -> None:
    """Walks through a YAML text before anything is built of it. Raises TooMuch, or a YAMLError."""
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
            raise TooMuch(line, Said("expected the text itself: “*” repeats nothing here"))
        if count > MOST_NODES:
            raise TooMuch(line, Said("expected less in one file; split it"))
        names_a_field = bool(open_) and open_[-1] == [True, True]
        if open_ and open_[-1][0]:
            open_[-1][1] = not open_[-1][1]
        if event.tag:
            raise TooMuch(line, Said("expected plain text: “%(tag)s” is not known here", tag=event.tag[:60]))
        if isinstance(event, yaml.ScalarEvent):
            _plain(event, line, names_a_field=names_a_field)
            continue
        if names_a_field:
            raise TooMuch(line, Said("expected a word as the name of a field"))
        open_.append([isinstance(event, yaml.MappingStartEvent), True])
        if len(open_) > DEEPEST:
            raise TooMuch(line, Said("expected at most %(most)s things inside one another", most=DEEPEST))


def _plain(event: yaml.ScalarEvent, line: int, *, names_a_field: bool) -> None:
    value, bare = event.value, event.implicit[0]
    if "\x00" in value:
        raise TooMuch(line, Said("expected text without a NUL in it"))
    if len(value) > LONGEST:
        raise TooMuch(line, Said("expected at most %(most)s characters", most=LONGEST))
    if bare and len(value) > _LONGEST_NUMBER and _NUMBER.fullmatch(value):
        raise TooMuch(line, Said("expected at most %(most)s digits", most=_LONGEST_NUMBER))
    if names_a_field and bare and not re.match(r"[^\W\d_]", value):
        raise TooMuch(line, Said("expected a word as the name of a field"))
