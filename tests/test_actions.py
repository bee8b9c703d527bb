"""Every action checks its actor before it does anything; what each role may is said here, verb by verb."""

from __future__ import annotations

import importlib

import pytest
from django.core.exceptions import PermissionDenied

from acasa.foundation.guard.action import actions
from acasa.foundation.guard.actor import NOBODY, SYSTEM, Actor
from acasa.foundation.people.queries import actor_of
from acasa.foundation.people.roles import roles, verbs
from acasa.foundation.texts.grants import EDIT_FACTS

from .test_only_actions_write import actions_modules
from .tools.rows import of_all
from .tools.signed_in import ROLES, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

# What each role may do, and within which scope; the rooms say it in their rows.
MATRIX = of_all("verbs")


def test_no_verb_is_missing_from_the_matrix_and_every_role_of_a_verb_is_known():
    without = sorted({verb.name for verb in verbs()} - set(MATRIX))
    assert not without, (
        "the rows of the room (ROWS in its tests/__init__.py) need a line under “verbs” for each, with the roles that hold "
        f"it and the scope: {without}"
    )
    unknown = sorted(set(MATRIX) - {verb.name for verb in verbs()})
    assert not unknown, f"no room names these verbs; take them out of the rows: {unknown}"
    known = {role.name for role in roles()}
    for verb in verbs():
        assert set(verb.roles) <= known, f"{verb.name} is given to roles that nobody registered"
        assert set(verb.roles) == set(MATRIX[verb.name]), (
            f"the row of {verb.name} and its grants.py name other roles; say the same in both"
        )


@pytest.mark.parametrize("role", ROLES)
def test_a_person_may_do_what_the_matrix_says_and_nothing_else(role):
    actor = actor_of(person(role)) if role != "anonymous" else NOBODY
    for verb in verbs():
        scope = MATRIX[verb.name].get(role)
        assert actor.may(verb) == (scope == ""), (role, verb.name)
        assert actor.may_somewhere(verb) == (scope is not None), (role, verb.name)
        if scope:
            assert actor.may(verb, scope)
            assert not actor.may(verb, "another")


def known_actions() -> list[str]:
    """Every action there is: an `actions` module that nothing has imported yet is imported."""
    list(actions_modules())
    return sorted(actions())


@pytest.mark.parametrize("name", known_actions())
def test_an_action_refuses_who_may_not_before_it_looks_at_anything(name):
    module, _dot, function = name.rpartition(".")
    run = getattr(importlib.import_module(module), function)
    verb, scoped = actions()[name]
    if scoped:  # the scope is read from what the action is about
        return
    for actor in (NOBODY, Actor("person", "1", frozenset({("something-else", "")}))):
        with pytest.raises(PermissionDenied) as refused:
            run(actor=actor)
        assert str(refused.value) == str(verb.refusal)


def test_parts_of_the_program_may_do_everything_and_a_refusal_is_a_sentence():
    assert all(SYSTEM.may(verb) for verb in verbs())
    assert str(EDIT_FACTS.refusal) == (
        "Your roles do not allow this: change facts. Ask an administrator of your city."
    )
