"""What the database guards of each table, declared where the model is: ``guard = Audited()`` in its body.

The tables of libraries are declared in :mod:`.libraries`. A table of which nothing is declared is refused.
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


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows are only added: the serving role changes and deletes none."""


Declaration = Audited | NotAudited | Appended | Kept


class Undeclared(Exception):
    """Nobody says what guards a table."""


def declaration(model: type[Model]) -> Declaration:
    """What guards a model's table; the table between two models is guarded as the model that names the relation.

    Raises :class:`Undeclared` for a model that says nothing, and for a library's table that is not listed.
    """
    from .libraries import OF_LIBRARIES

    owner: Any = model._meta.auto_created or model
    name = f"{owner.__module__}.{owner.__name__}"
    if not owner.__module__.startswith("acasa."):
        if model._meta.db_table not in OF_LIBRARIES:
            raise Undeclared(
                f"{name}: say in foundation/guard/libraries.py what guards {model._meta.db_table}"
            )
        return OF_LIBRARIES[model._meta.db_table]
    found = owner.__dict__.get("guard")
    if not isinstance(found, Declaration):
        raise Undeclared(f"{name}: expected “guard = Audited()”, “NotAudited(…)” or “Appended(…)”")
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


def kept_tables() -> list[str]:
    """The tables to which rows are only added and of which none goes. Raises :class:`Undeclared`."""
    return [meta.db_table for meta, found in _declarations() if isinstance(found, Kept)]


def _declarations() -> Iterator[tuple[Any, Declaration]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model._meta, declaration(model)
