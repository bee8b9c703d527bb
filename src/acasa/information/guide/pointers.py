"""What names a page of the guide, in this room or above it: shown before a page goes, led on when it moves.

A room registers a :class:`Pointing` when its app is ready, so that the guide need not know the rooms above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.actions import follow_emergency_page
from acasa.foundation.city.queries import city

from .models import GuidePage, Publication


@dataclass(frozen=True, slots=True)
class Pointer:
    """One thing that names a page: what kind of thing it is, its name, and where it is changed."""

    kind: Any
    name: str
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Pointing:
    """How a kind of thing names pages."""

    find: Callable[[str], Iterable[Pointer]]
    """What names the page at an address (``topic/slug``)."""
    follow: Callable[[str, str], None] | None = None
    """Lets everything that named one address name another; None where old addresses lead on by themselves."""


_pointings: list[Pointing] = []


def register(pointing: Pointing) -> None:
    """Adds a kind of thing that names pages."""
    if pointing not in _pointings:
        _pointings.append(pointing)


def pointing_to(address: str) -> list[Pointer]:
    """Everything that names the page at an address."""
    return [pointer for pointing in _pointings for pointer in pointing.find(address)]


def led_to(address: str) -> list[Pointer]:
    """What names the page at an address and may have followed another page there; it does not go back by itself."""
    return [pointer for pointing in _pointings if pointing.follow for pointer in pointing.find(address)]


def follow(old: str, new: str) -> None:
    """Lets what named one address name another. Call it in the transaction that moves the page."""
    for pointing in _pointings:
        if pointing.follow:
            pointing.follow(old, new)


def snippet_edit(row: Model) -> str:
    """Where something kept as a Wagtail snippet is changed."""
    from django.contrib.admin.utils import quote

    meta = row._meta
    return reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[quote(row.pk)])


def _pages(address: str) -> Iterator[Pointer]:
    topic, _slash, slug = address.partition("/")
    keys = Publication.objects.filter(links__target__topic=topic, links__target__slug=slug)
    found = GuidePage.objects.filter(translation_key__in=list(keys.values_list("page_key", flat=True)))
    for page in found.order_by("title"):
        yield Pointer(_("page"), page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _emergency(address: str) -> Iterator[Pointer]:
    if city().emergency_page == address:
        yield Pointer(_("settings of the city"), str(_("the page behind “Emergency”")))


PAGES = Pointing(_pages)
EMERGENCY = Pointing(_emergency, follow_emergency_page)
