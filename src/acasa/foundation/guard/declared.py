"""What the database guards of each table, declared where the model is: ``guard = Audited()`` in its body.

A table of a library is declared by the room that uses it, with :func:`declare`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Audited:
    """Every change of a row is kept: by whom, before and after."""

    secret: tuple[str, ...] = ()
    """Columns whose content never leaves the table: secrets, and what people write in confidence."""


@dataclass(frozen=True, slots=True)
class NotAudited:
    """A change of a row says nothing of who changed what: derived data, counters, queues."""

    because: str


@dataclass(frozen=True, slots=True)
class Appended:
    """Rows are only added: the serving role changes none, and deletes one only when it is old enough.

    The column ``at`` says how old a row is.
    """

    days: int


Declaration = Audited | NotAudited | Appended
_of_libraries: dict[str, Declaration] = {}


class Undeclared(Exception):
    """A table of ours says nothing of what guards it."""


def declare(table: str, declaration: Declaration) -> None:
    """Says what guards a table of a library."""
    _of_libraries[table] = declaration


def declaration(model: type[Model]) -> Declaration | None:
    """What guards a model's table; None for a library's table that nobody declared.

    The table between two models is guarded as the model that names the relation. Raises :class:`Undeclared` for a
    model of ours that says nothing.
    """
    table = model._meta.db_table
    if table in _of_libraries:
        return _of_libraries[table]
    if not model.__module__.startswith("acasa."):
        return None
    owner: Any = model._meta.auto_created or model
    found = owner.__dict__.get("guard")
    if not isinstance(found, (Audited, NotAudited, Appended)):
        raise Undeclared(
            f"{owner.__module__}.{owner.__name__}: expected “guard = Audited()”, “NotAudited(…)” or “Appended(…)”"
        )
    return found


def audited_tables() -> dict[str, tuple[str, tuple[str, ...]]]:
    """The audited tables, each with its key column and its secret columns. Raises :class:`Undeclared`."""
    return {
        meta.db_table: (str(meta.pk.column), found.secret)
        for meta, found in _declarations()
        if isinstance(found, Audited) and meta.pk is not None
    }


def appended_tables() -> dict[str, int]:
    """The tables to which rows are only added, each with the days after which a row may go. Raises :class:`Undeclared`."""
    return {meta.db_table: found.days for meta, found in _declarations() if isinstance(found, Appended)}


def _declarations() -> Iterator[tuple[Any, Declaration | None]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model._meta, declaration(model)
