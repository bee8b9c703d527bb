"""Who is acting. Every write names its actor; the database's audit trail reads it from the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (by account number) or a part of the system (by name) that changes something."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


SYSTEM = Actor("system", "acasa")
PACK = Actor("system", "pack")
CLOCK = Actor("system", "clock")


def person(user_id: int | None) -> Actor:
    """The actor for a signed-in account."""
    return Actor("person", str(user_id))


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Names the actor to the database until the transaction ends. Needs an open transaction to have effect."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('acasa.actor', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('acasa.actor', %s, true)", [str(actor)])
    yield
    if connection.needs_rollback:  # the transaction is over, and with it the setting
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('acasa.actor', %s, true)", [before])
