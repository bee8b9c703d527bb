"""An action: a function that checks its actor, and writes all or nothing in the actor's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from .actor import Actor, acting
from .verbs import Verb

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_actions: dict[str, tuple[Verb, bool]] = {}


def action(
    verb: Verb, *, scope: Callable[..., str] | None = None
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Makes a function with a keyword ``actor`` an action of a verb.

    ``scope`` gives, from the other arguments, the organisation or language it is about. Raises PermissionDenied
    before anything is done where the actor may not.
    """

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        @wraps(function)
        def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
            actor = kwargs["actor"]
            assert isinstance(actor, Actor)
            rest = {name: value for name, value in kwargs.items() if name != "actor"}
            actor.must(verb, scope(**rest) if scope else "")
            with transaction.atomic(), acting(actor):
                return function(*args, **kwargs)

        _actions[f"{function.__module__}.{function.__qualname__}"] = (verb, scope is not None)
        return wrapped

    return decorate


def actions() -> dict[str, tuple[Verb, bool]]:
    """Every action by its full name: its verb, and whether it is about one scope."""
    return dict(_actions)


def is_action(function: Any) -> bool:
    return f"{function.__module__}.{function.__qualname__}" in _actions


_without_actor: dict[str, str] = {}


def without_actor(because: str) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Says of a public function of ``actions`` why it asks nobody: a part of an action that has, a job of the clock,
    a reader's own word. The function itself stays as it is."""

    def declare(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        _without_actor[f"{function.__module__}.{function.__qualname__}"] = because
        return function

    return declare


def why_without_actor(function: Any) -> str:
    """Why a function asks nobody; empty where nobody said so."""
    return _without_actor.get(f"{function.__module__}.{function.__qualname__}", "")
