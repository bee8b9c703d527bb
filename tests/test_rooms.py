"""A room is used through its actions, queries and values, never through its screens: those change with what they show."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

import acasa
from tests.tools.house import room_of

SOURCE = Path(acasa.__path__[0])

SCREENS = re.compile(
    r"(views|forms|urls|screens|authoring|wagtail_hooks|receivers|jobs|api|admin|apps|templatetags|management)$"
    r"|.*_(views|forms|authoring)$|authoring_.*"
)
"""Modules of a room that nobody else uses, by name: what draws, reads forms, or is called by a library or the clock."""

FOR_ALL = {
    "acasa.foundation.staff.forms": "what every form of the authoring room stands on: seen, locked, saved once",
    "acasa.foundation.staff.form_fields": "days, hours and choices as every form reads them",
    "acasa.foundation.texts.authoring_forms": "how every form shows and checks a fact's placeholders",
    "acasa.foundation.texts.authoring_kinds": "the form of anything that a pack describes too",
    "acasa.foundation.texts.authoring_texts": "the form of anything that has sentences",
}
"""The foundation's own parts of which rooms make their forms."""

EXCEPTIONS = {
    ("acasa.information.pathway.wagtail_hooks", "acasa.foundation.texts.authoring"): (
        "it tells the facts' screen, which lies below and knows no path, what else counts by a fact"
    ),
}
"""Who uses another room's screens all the same, and why."""

COMPOSES = "site"
"""The composition root ties addresses to views, which is all that it does with them."""


def faults(importer: str, imported: str) -> bool:
    """Whether a module stands on another room's screens."""
    rooms = room_of(importer), room_of(imported)
    parts = imported.split(".")
    return (
        rooms[0] != rooms[1]
        and rooms[0] != COMPOSES
        and len(parts) > 3
        and SCREENS.fullmatch(parts[3]) is not None
        and ".".join(parts[:4]) not in FOR_ALL
        and (importer, imported) not in EXCEPTIONS
    )


@cache
def imports() -> set[tuple[str, str]]:
    graph = grimp.build_graph("acasa", cache_dir=None)
    return {
        (module, other)
        for module in graph.modules
        if not {"tests", "migrations"} & set(module.split("."))
        for other in graph.find_modules_directly_imported_by(module)
    }


def test_no_room_stands_on_another_rooms_screens():
    found = sorted(f"{one} imports {other}" for one, other in imports() if faults(one, other))
    assert not found, (
        "Use the other room's actions and queries, or move what both need into a module of its own, named for what it "
        f"is (docs/explanation/house.md): {found}"
    )


def test_what_is_for_all_is_used_by_others_and_every_exception_is_needed():
    used = {other for one, other in imports() if room_of(one) != room_of(other)}
    assert set(FOR_ALL) <= used
    assert set(EXCEPTIONS) <= imports()


@pytest.mark.parametrize(
    ("importer", "imported", "wrong"),
    [
        ("acasa.information.clubs.views", "acasa.information.guide.views", True),
        ("acasa.information.clubs.authoring", "acasa.information.guide.authoring_forms", True),
        ("acasa.information.clubs.queries", "acasa.information.guide.templatetags.guide", True),
        ("acasa.information.clubs.queries", "acasa.information.guide.queries", False),
        ("acasa.information.guide.urls", "acasa.information.guide.views", False),
        ("acasa.information.clubs.authoring", "acasa.foundation.staff.forms", False),
        ("acasa.site.urls", "acasa.information.guide.views", False),
    ],
)
def test_another_rooms_screens_are_found(importer, imported, wrong):
    assert faults(importer, imported) == wrong


def private(text: str, module: str) -> Iterator[str]:
    """What a module takes of another room that begins with ``_``."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("acasa."):
            for name in node.names:
                if name.name.startswith("_") and room_of(node.module or "") != room_of(module):
                    yield f"{module} takes {node.module}.{name.name}"


def test_no_room_takes_what_another_keeps_to_itself():
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if not {"tests", "migrations"} & set(parts):
            found += private(path.read_text("utf-8"), ".".join(("acasa", *parts)))
    assert found == []
    assert list(private("from acasa.information.guide.queries import _live", "acasa.information.clubs.views"))
