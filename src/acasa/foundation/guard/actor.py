"""Who is acting, and what they may do. Every write names its actor; the database's audit trail reads it too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import connection

from .verbs import Verb

Grants = frozenset[tuple[str, str]]
"""Pairs of a verb's name and a scope; the empty scope is everywhere."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (by account number) or a part of the system (by name) that changes something."""

    kind: str
    id: str
    grants: Grants = field(default=frozenset(), repr=False)
    trusted: bool = False
    """A part of the program itself, which may do everything."""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    def may(self, verb: Verb, scope: str = "") -> bool:
        """Whether the actor may do something everywhere, or within a scope (an organisation, a language)."""
        return (
            self.trusted
            or (verb.name, "") in self.grants
            or (bool(scope) and (verb.name, scope) in self.grants)
        )

    def may_somewhere(self, verb: Verb) -> bool:
        """Whether there is any scope in which the actor may do something."""
        return self.trusted or any(name == verb.name for name, _scope in self.grants)

    def must(self, verb: Verb, scope: str = "") -> None:
        """Raises PermissionDenied, in words, unless the actor may."""
        if not self.may(verb, scope):
            raise PermissionDenied(verb.refusal)

    def scopes(self, verb: Verb) -> set[str] | None:
        """Where the actor may do something; None means everywhere."""
        return None if self.may(verb) else {scope for name, scope in self.grants if name == verb.name}


SYSTEM = Actor("system", "acasa", trusted=True)
PACK = Actor("system", "pack", trusted=True)
CLOCK = Actor("system", "clock", trusted=True)
NOBODY = Actor("nobody", "")


_current: ContextVar[Actor] = ContextVar("actor", default=NOBODY)


def current() -> Actor:
    """Who acts in the present :func:`acting`; for what a library calls without saying who asked."""
    return _current.get()


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Names the actor to the database until the transaction ends. Needs an open transaction to have effect."""
    token = _current.set(actor)
    try:
        yield from _named(actor)
    finally:
        _current.reset(token)


def _named(actor: Actor) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('acasa.actor', true)")
        before = cursor.fetchone()[0] or ""
        cursor.execute("SELECT set_config('acasa.actor', %s, true)", [str(actor)])
    yield
    if connection.needs_rollback:  # the transaction is over, and with it the setting
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('acasa.actor', %s, true)", [before])
