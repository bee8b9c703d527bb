"""Only `actions` write (wall 7), found in the code itself: no test of a screen would notice a write that works.

Found is what Django writes with: methods of models, managers and querysets, and SQL that changes rows. What a line
calls is judged by its name, so a name that only Django uses (``get_or_create``) counts wherever it stands.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

import acasa
from acasa.foundation.guard.action import is_action, why_without_actor

SOURCE = Path(acasa.__path__[0])

EXCEPTIONS = {
    "foundation/web/versions.py": "the counter that every action raises; it stands below the rooms, and says nothing else",
    "foundation/guard/database.py": "the guard's own settings, written by the owner after each migration",
}
"""The only files beside `actions` and migrations that write, and why."""

ASKED_ONE_BY_ONE = {"acasa.foundation.feed.actions"}
"""Every item of the feed may be of another room: each is asked for itself, which tests/test_feed.py tries."""

_ALWAYS = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "save_base",
    "save_m2m",
    "save_revision",
}
_ALWAYS |= {"add_child", "add_root", "add_sibling", "_raw_delete"}
_SQL = re.compile(
    r"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+[\w.\"{}%]+\s+SET|TRUNCATE|COPY\s+\w+\s+FROM)\b", re.I
)


def related() -> set[str]:
    """Names under which rows hold on to many others, whose ``add`` and ``set`` write."""
    names = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.many_to_many or field.one_to_many:
                accessor = getattr(field, "get_accessor_name", lambda: None)
                names.add(accessor() or field.name)
    return names


def writes(text: str, *, many: frozenset[str] | set[str] = frozenset()) -> list[tuple[int, str]]:
    """The lines of a module on which rows are written, and how."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and _writes(node, node.func, many)
        ):
            found.append((node.lineno, node.func.attr))
    return sorted(found)


def _writes(call: ast.Call, method: ast.Attribute, many: frozenset[str] | set[str]) -> bool:
    name, of = method.attr.removeprefix("a") if method.attr in _ASYNC else method.attr, method.value
    own = isinstance(of, ast.Call) and isinstance(of.func, ast.Name) and of.func.id == "super"
    if name in _ALWAYS:
        return True
    if name in (
        "save",
        "delete",
    ):  # a file's or a cache's names what it is about; a row's and a form's nothing
        return not call.args and not own
    if name == "create":
        return not call.args
    if name == "update":  # a dictionary's takes another, a queryset's only the names of columns
        return bool(call.keywords) and not call.args
    if name in ("add", "set", "remove", "clear"):
        return isinstance(of, ast.Attribute) and of.attr in many
    if name in ("execute", "executemany"):
        return bool(call.args) and _SQL.search(_words(call.args[0])) is not None
    return False


_ASYNC = {
    f"a{name}" for name in _ALWAYS | {"save", "delete", "create", "update", "add", "set", "remove", "clear"}
}


def _words(node: ast.AST) -> str:
    return " x ".join(
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def modules() -> Iterator[tuple[str, str]]:
    """Every module that serves, by its name below the source, with its text."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if not {"migrations", "tests", "actions", "actions.py"} & set(parts):
            yield "/".join(parts), path.read_text("utf-8")


def test_nothing_but_actions_writes():
    many = related()
    found = {
        f"{name}:{line}: {how}"
        for name, text in modules()
        if name not in EXCEPTIONS
        for line, how in writes(text, many=many)
    }
    assert not found, (
        "Only actions write (docs/explanation/house.md, wall 7). Move these into the `actions.py` of their room, as a "
        f"function with @action(VERB), and call it: {sorted(found)}"
    )


def test_every_exception_still_writes():
    texts = dict(modules())
    many = related()
    assert [name for name in EXCEPTIONS if not writes(texts[name], many=many)] == []


@pytest.mark.parametrize(
    "line",
    [
        "Club.objects.filter(pk=pk).update(open=False)",
        "Club.objects.filter(pk=pk).delete()",
        "rows.delete()",
        "club.save()",
        "club.save(update_fields=['name'])",
        "form.save()",
        "Club.objects.create(name='x')",
        "Club._default_manager.update_or_create(slug='x')",
        "club.members.set(people)",
        "await club.asave()",
        "rows.update(**changes)",
        "page.save_revision().publish()",
        "cursor.execute('DELETE FROM clubs_club WHERE id = %s', [pk])",
        "cursor.execute(f'UPDATE {table} SET open = false')",
    ],
)
def test_a_line_that_writes_is_found(line):
    text = f"async def view(request):\n    {line}\n"
    assert {at for at, _how in writes(text, many={"members"})} == {2}


@pytest.mark.parametrize(
    "line",
    ["names.update(others)", "po.save(path)", "cache.delete(key)", "seen.add(one)", "self.seen.clear()",
     "super().save(*args)", "super().delete()", "cursor.execute('SELECT 1')", "cursor.execute(\"SELECT 'update'\")"],
)  # fmt: skip
def test_a_line_that_only_looks_like_it_is_not(line):
    assert writes(line, many={"members"}) == []


def actions_modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(acasa.__path__, "acasa."):
        if "actions" in found.name.split(".") and ".tests" not in found.name:
            yield importlib.import_module(found.name)


def test_every_public_function_of_actions_asks_its_actor_or_says_why_it_asks_nobody():
    found = 0
    for module in actions_modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            found += 1
            why, asks = why_without_actor(function), "actor" in inspect.signature(function).parameters
            assert bool(why) != (is_action(function) or (asks and module.__name__ in ASKED_ONE_BY_ONE)), (
                f"{module.__name__}.{name}: write @action(VERB) over it and take a keyword “actor”; if nobody can be "
                "asked, because it is a part of an action, the clock's, or a reader's, write @without_actor(…) with "
                "the reason; and if only this module calls it, begin its name with “_”"
            )
    assert found > 50
