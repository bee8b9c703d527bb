"""The roles there are and what each may do: rooms declare them in ``grants.py`` and register them when they are ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from acasa.foundation.guard.verbs import Verb, Words


@dataclass(frozen=True, slots=True)
class Scope:
    """For what a role can be given, when not for everything: one language, one organisation."""

    name: str
    label: Words
    choices: Callable[[], list[tuple[str, str]]]
    """Each scope with its name for people, in the city's order."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is for this city; ``scope`` where it is given for something only."""

    name: str
    label: Words
    hint: Words
    """What such a person does, in a sentence."""
    scope: Scope | None = None


_roles: dict[str, Role] = {}
_verbs: dict[str, Verb] = {}


def register_grants(*, roles: Iterable[Role] = (), verbs: Iterable[Verb] = ()) -> None:
    """Adds a room's roles and verbs."""
    _roles.update((role.name, role) for role in roles)
    _verbs.update((verb.name, verb) for verb in verbs)


def role(name: str) -> Role:
    """Raises KeyError for a role that no room declares."""
    return _roles[name]


def roles() -> list[Role]:
    """All roles, in the order in which rooms registered them."""
    return list(_roles.values())


def verbs() -> list[Verb]:
    return list(_verbs.values())


def verbs_of(name: str) -> list[Verb]:
    """What a role may do; nothing where no room knows the role any more."""
    return [verb for verb in _verbs.values() if name in verb.roles] if name in _roles else []


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds, in words."""

    name: str
    label: Words
    hint: Words
    scope: str
    scope_label: str


def held_by(user: Any) -> list[Held]:
    """The roles of a person, each with the name of what it is given for; a role that no room knows keeps its name."""
    found = []
    for grant in user.grants.order_by("role", "scope"):
        known = _roles.get(grant.role)
        names = dict(known.scope.choices()) if known and known.scope else {}
        found.append(
            Held(
                grant.role,
                known.label if known else grant.role,
                known.hint if known else "",
                grant.scope,
                names.get(grant.scope, grant.scope),
            )
        )
    return found
