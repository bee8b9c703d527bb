"""What each room says of itself to the tests that go through all rooms: ``ROWS`` in the room's ``tests/__init__.py``.

A new address, verb or form that stands in no room's rows fails `tests/test_role_matrix.py`, `test_actions.py` or
`test_forms.py`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from acasa.site.rooms import rooms

EDITORS = frozenset({"editor", "administrator"})
"""The roles that may do everything in most rooms."""

Roles = frozenset[str]


@dataclass(frozen=True)
class Form:
    """How a form of the authoring room is tried with a copy of something that is there."""

    new: Mapping[str, Any]
    """What is new about the copy, so that it can stand beside the first; None leaves a field out."""
    field: str = "name"
    """A text that two people change at once."""
    edit: Roles = EDITORS
    add: Roles = EDITORS
    """Who may add and delete, too."""
    find: Callable[[str], Any] | None = None
    """Something that is there, of an organisation; the first where it belongs to none."""


@dataclass(frozen=True)
class Rows:
    """One room's rows."""

    public: tuple[str, ...] = ()
    """Addresses that everybody opens: at least one for each public view of the room."""
    sent: tuple[str, ...] = ()
    """Public addresses that are no pages: a form goes there, or a file or another address comes back."""
    missing: tuple[str, ...] = ()
    """Addresses that look like the room's and lead nowhere."""
    authoring: Mapping[str, Roles] = field(default_factory=dict)
    """Addresses of the authoring room, with who opens them; lists and forms of ``forms`` need no row here."""
    authoring_sent: Mapping[str, Roles] = field(default_factory=dict)
    """Addresses of the authoring room to which forms are only sent, with who may."""
    names: Callable[[], Mapping[str, str]] = dict
    """What stands for the words in braces in ``authoring``."""
    verbs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Who may do what, within which scope; the scopes are those of ``signed_in``."""
    forms: Mapping[str, Form] = field(default_factory=dict)
    """By the model's label, such as ``guide.word``."""


def rows() -> dict[str, Rows]:
    """The rows of every room that has any, by the room's module."""
    found = {}
    for room in rooms():
        if find_spec(f"{room}.tests"):
            said = getattr(importlib.import_module(f"{room}.tests"), "ROWS", None)
            if said is not None:
                found[room] = said
    return found


def of_all(name: str) -> dict[str, Any]:
    """One mapping of all rooms together."""
    return {key: value for said in rows().values() for key, value in getattr(said, name).items()}
