"""Closed by default: every view declares for whom it is, and everything that guards views reads that declaration.

``@everybody``, ``@staff(VERB)`` or ``@public_page`` (of :mod:`.public`) stand over views of ours. Views of libraries
are classified by the name or the beginning of their address, once, where addresses are composed. A view without
audience stops the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from acasa.foundation.guard.verbs import Verb

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom a view is; ``verb`` is what staff must be allowed, in some scope at least, to open it."""

    name: str
    verb: Verb | None = None

    @property
    def is_public(self) -> bool:
        """Whether an answer holds nothing that is not everybody's: it may be kept and made small on its way."""
        return self.name == "everybody"


EVERYBODY = Audience("everybody")
SIGNING_IN = Audience("signing-in")
"""Open to all, but what is typed and answered there is one person's."""
SIGNED_IN = Audience("signed-in")
"""One's own account, whatever one's roles; with the second factor where one is set up."""
CLOSED = Audience("closed")
"""A library offers it and we do not: it is not found."""


def for_staff(verb: Verb) -> Audience:
    """People whose roles allow something, signed in with the second factor."""
    return Audience("staff", verb)


def staff(verb: Verb) -> Callable[[View], View]:
    """Declares a view to be for those whose roles allow something."""
    return declared(for_staff(verb))


def declared(audience: Audience) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return declare


def everybody(view: View) -> View:
    """Declares a view to be for all."""
    return declared(EVERYBODY)(view)


_by_name: dict[str, Audience] = {}
_by_route: dict[str, Audience] = {}


def classify(*, names: dict[str, Audience] | None = None, routes: dict[str, Audience] | None = None) -> None:
    """Says for whom views of libraries are: by their address's name, or by how it begins (the longest counts)."""
    _by_name.update(names or {})
    _by_route.update(routes or {})


def audience_of(match: ResolverMatch) -> Audience | None:
    """For whom the view behind an address is; None where nobody said."""
    return _audience(match.func, match.url_name or "", match.route)


def _audience(view: Any, name: str, route: str) -> Audience | None:
    own = getattr(view, "audience", None)
    if isinstance(own, Audience):
        return own
    if name in _by_name:
        return _by_name[name]
    begins = [start for start in _by_route if route.startswith(start)]
    return _by_route[max(begins, key=len)] if begins else None


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the house: how it is written, its name, and for whom it is."""

    route: str
    name: str
    audience: Audience | None
    view: Callable[..., Any]


def addresses() -> Iterator[Address]:
    """Every address there is, those of libraries included."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], before: str) -> Iterator[Address]:
    for entry in patterns:
        route = before + str(entry.pattern).removeprefix("^" if before else "")  # as Django joins them
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            name = entry.name or ""
            yield Address(route, name, _audience(entry.callback, name, route), entry.callback)


def undeclared() -> list[str]:
    """The addresses of which nobody said for whom they are."""
    return [address.route for address in addresses() if address.audience is None]


def refuse_undeclared_views() -> None:
    """Raises ImproperlyConfigured where a view does not say for whom it is, ours or a library's."""
    if missing := undeclared():
        raise ImproperlyConfigured(
            "Nobody said for whom these addresses are: "
            + ", ".join(missing)
            + ". Declare their views (@everybody, @staff(VERB), @public_page()), or classify a library's in "
            "acasa/site/audiences.py."
        )
