"""Lost updates are impossible: a form says which state of a row it saw, and an action compares it under lock."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def state_of(row: Model) -> str:
    """A name for what a row says in all its fields and relations; another name where anybody changed it."""
    said = [str(getattr(row, column.attname)) for column in row._meta.concrete_fields]
    said += [
        f"{relation.name}:{sorted(map(str, getattr(row, relation.name).values_list('pk', flat=True)))}"
        for relation in row._meta.many_to_many
    ]
    return blake2b("\x1f".join(said).encode(), digest_size=12).hexdigest()


@dataclass
class ChangedMeanwhile(Exception):
    """Somebody changed or deleted what a form shows; ``now`` is what stands there, None where it is gone."""

    now: Model | None


def locked_as_seen(row: Row, seen: str) -> Row:
    """The row as it is stored, locked until the transaction ends.

    Raises :class:`ChangedMeanwhile` where it is not in the state that was seen.
    """
    manager: Any = type(row)._default_manager
    now = manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if now is None or state_of(now) != seen:
        raise ChangedMeanwhile(now)
    return now
