"""No public address is written by hand: `{% url %}` and `reverse` know them by name, in the language that is meant.

An address with a language in it sends every other reader to that language; one put together from pieces stays as it is
when the room's `urls.py` changes. The skeleton of a new room is read too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import acasa
from acasa.foundation.web.audience import addresses

SOURCE = Path(acasa.__path__[0])

_ATTRIBUTE = re.compile(r"\b(?:href|action|formaction|src|hx-(?:get|post))=[\"'](/[^/\"'][^\"']*)[\"']")
_SAME_PAGE = re.compile(r"/\{\{[^}]*\}\}\{\{")
"""A language, and then what stood behind it: the page one reads, in another language."""


def words() -> set[str]:
    """The words behind the language with which public addresses begin."""
    begins = re.compile(r"<language:lang>/([a-z]+)\b")
    return {match[1] for address in addresses() if (match := begins.match(address.route))}


def by_hand_in_template(text: str) -> list[str]:
    """The addresses of ours in a template that are written out."""
    return [found for found in _ATTRIBUTE.findall(text) if not _SAME_PAGE.match(found)]


def by_hand_in_code(text: str, known: set[str]) -> list[str]:
    """The public addresses that a module puts together: a language, or a gap for one, and a room's word."""
    address = re.compile(rf"/(?:[a-z]{{2}}|\{{[^}}]*\}})/(?:{'|'.join(sorted(known))})\b")
    return [found for found in _texts(ast.parse(text)) if address.search(found)]


def _texts(tree: ast.AST) -> Iterator[str]:
    """Every text of a module but those that explain it; ``{}`` where something is put in."""
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in explaining | within
        ):
            yield node.value


def files(*ends: str) -> Iterator[tuple[str, str]]:
    """The files that are served, and those of the skeleton as if somebody had called the room “notices”."""
    for path in sorted(SOURCE.rglob("*")):
        name = path.name.removesuffix(".skeleton")
        if not name.endswith(ends) or {"tests", "migrations"} & set(path.relative_to(SOURCE).parts):
            continue
        text = path.read_text("utf-8")
        if path.suffix == ".skeleton":
            text = re.sub(r"\$\{?\w+\}?", "notices", text)
        yield path.relative_to(SOURCE).as_posix(), text


def test_no_template_writes_an_address_by_hand():
    found = {
        f"{name}: {one}" for name, text in files(".html", ".txt", ".xml") for one in by_hand_in_template(text)
    }
    assert not found, f"Write {{% url 'name' lang %}}, with the name in the room's urls.py: {sorted(found)}"


def test_no_code_puts_an_address_together():
    known = words() | {"notices"}
    found = {f"{name}: {one}" for name, text in files(".py") for one in by_hand_in_code(text, known)}
    assert not found, f"Write reverse('name', args=[language, …]), or redirect('name', …): {sorted(found)}"


@pytest.mark.parametrize(
    "line",
    [
        '<a href="/en/places/{{ one.slug }}/">',
        '<a href="/{{ lang }}/places/">',
        "<form method='post' action='/{{ lang }}/report/'>",
        '<a href="/cms/">',
    ],
)
def test_an_address_in_a_template_is_found(line):
    assert len(by_hand_in_template(line)) == 1


@pytest.mark.parametrize(
    "line",
    ["""<a href="{% url 'place' lang one.slug %}">""", '<a href="/{{ other.code }}{{ behind }}">', '<a href="https://www.112.ro/">'],
)  # fmt: skip
def test_what_is_no_address_by_hand_is_not_found(line):
    assert by_hand_in_template(line) == []


@pytest.mark.parametrize(
    "line",
    [
        'redirect(f"/{lang}/guide/{address}/")',
        'redirect("/en/places/")',
        'PATTERN = "/{language}/places/{rest}/"',
        'address = f"{settings.BASE_URL}/{language}/letters/{slug}/"',
    ],
)
def test_an_address_in_code_is_found(line):
    assert {"guide", "places", "letters", "path", "ask"} <= words()
    assert len(by_hand_in_code(line, words())) == 1


@pytest.mark.parametrize(
    "line",
    ['"""/{lang}/guide/ is the guide."""', 'reverse("places", args=[lang])', 'f"{folder}/guide/{name}"'],
)
def test_code_without_an_address_is_not_found(line):
    assert by_hand_in_code(line, words()) == []
