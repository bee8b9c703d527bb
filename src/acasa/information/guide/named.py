"""The guide's pages and words by their names in texts, reports and the catalogue of uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.documents import Document, address, register_kind

from .models import GuidePage, PlainPage, Publication, Word


def by_key(keys: set[str]) -> Mapping[str, Document]:
    """Published pages by their permanent key."""
    return _pages({page.page_key: page for page in _published().filter(page_key__in=keys)})


def by_address(addresses: set[str]) -> Mapping[str, Document]:
    """Published pages by their address ``topic/slug``."""
    slugs = {address.rpartition("/")[2] for address in addresses}
    found = {page.address: page for page in _published().filter(slug__in=slugs)}
    return _pages({address: page for address, page in found.items() if address in addresses})


def pages(names: set[str]) -> Mapping[str, Document]:
    """Published pages by either."""
    addresses = {name for name in names if "/" in name}
    return {**by_key(names - addresses), **by_address(addresses)}


def _published():  # type: ignore[no-untyped-def]
    return Publication.objects.select_related("edition")


def _pages(found: Mapping[str, Publication]) -> dict[str, Document]:
    keys = [page.page_key for page in found.values()]
    numbers = {
        str(key): number
        for key, number in GuidePage.objects.filter(translation_key__in=keys).values_list(
            "translation_key", "pk"
        )
    }
    named = {}
    for name, page in found.items():
        language = city().source_language
        at, paper = (
            reverse(route, args=[language, page.topic_id, page.slug]) for route in ("page", "page-pdf")
        )
        number = numbers.get(page.page_key)
        edit = reverse("wagtailadmin_pages:edit", args=[number]) if number else ""
        named[name] = Document(page.edition.content.title[0], at, paper, edit)
    return named


def all_pages() -> Mapping[str, Document]:
    return _pages({page.address: page for page in _published()})


def words(slugs: set[str]) -> Mapping[str, Document]:
    return _words(Word.objects.filter(slug__in=slugs))


def _words(found: Iterable[Word]) -> Mapping[str, Document]:
    language = city().source_language
    return {
        one.slug: Document(one.term, address(f"word:{one.slug}", language), edit=edit_address(Word, one.slug))
        for one in found
    }


def plain_pages(slugs: set[str]) -> Mapping[str, Document]:
    return _plain(PlainPage.objects.filter(slug__in=slugs))


def _plain(found: Iterable[PlainPage]) -> Mapping[str, Document]:
    language = city().source_language
    return {one.slug: Document(one.title, reverse("plain", args=[language, one.slug])) for one in found}


def register() -> None:
    register_kind("guide", find=pages)
    register_kind("page", route="page", find=by_address, everything=all_pages)
    register_kind("word", route="word", find=words, everything=lambda: _words(Word.objects.all()))
    register_kind("plain", find=plain_pages, everything=lambda: _plain(PlainPage.objects.all()))
