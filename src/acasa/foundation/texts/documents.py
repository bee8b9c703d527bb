"""What stands behind a name such as ``word:viza`` or ``page:health/family-doctor``: its title, and where it is read.

Rooms register their kinds of documents, so that rooms below can name them without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from .rules import link_targets


@dataclass(frozen=True, slots=True)
class Document:
    """A text of ours as people know it; addresses are paths, empty where there is none."""

    title: str
    """In the source language."""
    address: str = ""
    """Where it is read in the source language."""
    paper: str = ""
    edit: str = ""
    """Where it is changed in the authoring room."""


Find = Callable[[set[str]], Mapping[str, Document]]
_routes: dict[str, str] = {}
_finders: dict[str, Find] = {}
_lists: dict[str, Callable[[], Mapping[str, Document]]] = {}
_namings: dict[str, list[Callable[[str], Iterable[str]]]] = {}


def register_kind(
    kind: str,
    *,
    route: str = "",
    find: Find | None = None,
    everything: Callable[[], Mapping[str, Document]] | None = None,
) -> None:
    """Adds a kind of document.

    ``route`` is the name of its address in the room's ``urls.py``, where a language and the key alone give it; ``find`` gives the documents of some keys, ``everything`` all there are, to choose from.
    """
    if route:
        _routes[kind] = route
    if find:
        _finders[kind] = find
    if everything:
        _lists[kind] = everything


def register_naming(kind: str, naming: Callable[[str], Iterable[str]]) -> None:
    """Adds things that name documents of a kind by key: ``naming`` gives the names of those that name one."""
    _namings.setdefault(kind, []).append(naming)


def named_by(name: str) -> list[str]:
    """The names of the things that name a document, and do not work without it."""
    kind, _colon, key = name.partition(":")
    return [one for naming in _namings.get(kind, ()) for one in naming(key)]


def all_documents(kind: str) -> Mapping[str, Document]:
    """All documents of a kind by key, in their order; none where the kind has no list, or nobody knows it."""
    return _lists[kind]() if kind in _lists else {}


def addresses() -> list[str]:
    """Where the documents of all kinds with a list are read in the source language, each once."""
    return sorted(
        {one.address for everything in _lists.values() for one in everything().values() if one.address}
    )


def address(name: str, language: str) -> str:
    """The address behind a name or link target for a reader of a language; empty for an unknown kind."""
    if name.startswith(("http://", "https://")):
        return name
    kind, _, rest = name.partition(":")
    route = _routes.get(kind)
    if not route or not rest:
        return ""
    try:
        return reverse(route, args=[language, *rest.split("/")])
    except NoReverseMatch:  # no address looks like that
        return ""


def documents(names: Iterable[str]) -> dict[str, Document]:
    """The documents with these names, as far as they are there; one look for each kind."""
    keys: dict[str, set[str]] = {}
    for name in names:
        kind, _colon, key = name.partition(":")
        keys.setdefault(kind, set()).add(key)
    return {
        f"{kind}:{key}": document
        for kind, wanted in keys.items()
        if kind in _finders
        for key, document in _finders[kind](wanted).items()
    }


def links_to_nothing(text: str) -> list[str]:
    """The link targets in a text behind which there is nothing to read; addresses outside are not looked at."""
    ours = {target for target in link_targets(text) if not target.startswith(("http://", "https://"))}
    there = {name for name, document in documents(ours).items() if document.address}
    return sorted(ours - there)
