"""Named reads of the guide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts.models import Fact
from acasa.foundation.texts.rules import split_sentences
from acasa.foundation.web.memory import remembered
from acasa.information.directory.cards import Card
from acasa.information.directory.queries import fold

from . import rules
from .document import Document
from .kinds import of_word
from .models import Edition, GuidePage, OutsideLink, PlainPage, Publication, Redirect, Withdrawal, Word


def project(authored: Mapping[str, Any]) -> Document:
    """The document of a page in its authored form. Raises pydantic.ValidationError where it is incomplete."""
    language = city().source_language
    return rules.project(authored, split=lambda text: split_sentences(text, language))


def authored_pages() -> Iterator[dict[str, Any]]:
    """The pages in the authoring room, drafts too, in the form of a pack's file; without those that were withdrawn.

    For a pack, what was withdrawn here is gone: no later load brings it back by itself.
    """
    for page in GuidePage.objects.exclude(translation_key__in=list(map(UUID, _withdrawn_keys()))):
        yield page.authored()


def _withdrawn_keys() -> list[str]:
    return list(Withdrawal.objects.values_list("page_key", flat=True))


def publications(topic: str = "") -> QuerySet[Publication]:
    """What the public can read, in the city's order, with the edition of each."""
    found = Publication.objects.select_related("edition", "topic")
    return found.filter(topic=topic) if topic else found


def titles() -> dict[str, tuple[str, ...]]:
    """The titles of all pages that the public can read, by address."""
    return remembered(
        ("guide", "titles"),
        lambda: {page.address: tuple(page.edition.content.title) for page in publications()},
    )


def publication(topic: str, slug: str) -> Publication | None:
    """The page at an address; None if there is none."""
    return publications().filter(topic=topic, slug=slug).first()


def led_on(topic: str, slug: str) -> Publication | Withdrawal | None:
    """Where an address leads at which a page stood: to the page, the one in its place, or what is left of it."""
    old = Redirect.objects.filter(topic=topic, slug=slug).first()
    gone = Withdrawal.objects.filter(topic=topic, slug=slug).first()
    key = old.page_key if old else gone.page_key if gone else ""
    seen: set[str] = set()
    found: Withdrawal | None = gone
    while key and key not in seen:
        seen.add(key)
        if stands := publications().filter(page_key=key).first():
            return stands
        if gone := Withdrawal.objects.filter(page_key=key).first():
            found = found or gone
        key = gone.instead if gone else ""
    return found


def stood_in(page_key: str) -> Publication | None:
    """The published page that stands in the place of a withdrawn one."""
    gone = Withdrawal.objects.filter(page_key=page_key).exclude(instead="").first()
    return publications().filter(page_key=gone.instead).first() if gone else None


def standing(addresses: Iterable[str]) -> dict[str, Publication]:
    """The published page behind each address that leads to one, also where it was moved or another took its place."""
    wanted = set(addresses)
    slugs = {address.partition("/")[2] for address in wanted}
    found = {page.address: page for page in publications().filter(slug__in=slugs) if page.address in wanted}
    for address in wanted - found.keys():
        topic, _slash, slug = address.partition("/")
        stands = led_on(topic, slug)
        if isinstance(stands, Publication):
            found[address] = stands
    return found


def address_holder(topic: str, slug: str, page_key: str) -> str:
    """The title of another page to which an address leads; empty where the address is free for this page."""
    stands = publication(topic, slug) or led_on(topic, slug)
    if isinstance(stands, Publication) and stands.page_key != page_key:
        own = Redirect.objects.filter(topic=topic, slug=slug, page_key=page_key)
        own_gone = Withdrawal.objects.filter(topic=topic, slug=slug, page_key=page_key)
        return "" if own.exists() or own_gone.exists() else " ".join(stands.edition.content.title)
    return ""


def emergency_document() -> Document | None:
    """What the city's page for emergencies says; None where it names none, or that one is not public."""
    address = city().emergency_page
    found = publication(*address.split("/")) if address else None
    return found.edition.content if found else None


def editions(page_key: str) -> QuerySet[Edition]:
    """All editions of a page, the newest first."""
    return Edition.objects.filter(page_key=page_key).order_by("-number")


def word_fields(word: Word) -> dict[str, list[str]]:
    """The sentences of an official word."""
    return of_word({"meaning": word.meaning, "where_met": word.where_met}, city().source_language)


def other_words() -> dict[str, str]:
    """Wordings that our texts do not use, each with the official term that stands for the thing."""
    found = Word.objects.exclude(avoid=[]).values_list("term", "avoid")
    return {wording: term for term, wordings in found for wording in wordings}


def words_in_order(slugs: list[str] | None = None) -> list[Word]:
    """Official words: those asked for in that order, or all in the order of the source language's letters."""
    if slugs is not None:
        found = Word.objects.in_bulk(slugs)
        return [found[slug] for slug in slugs if slug in found]
    return sorted(Word.objects.all(), key=lambda word: fold(word.term))


def plain_page(slug: str) -> PlainPage | None:
    return PlainPage.objects.filter(slug=slug).first()


def overdue_publications(today: date | None = None) -> QuerySet[Publication]:
    """Published pages past their review date, the oldest first."""
    return publications().filter(review_by__lt=today or local_now().date()).order_by("review_by", "slug")


def overdue_facts(today: date | None = None) -> QuerySet[Fact]:
    """Facts past their review date, the oldest first."""
    return Fact.objects.filter(review_by__lt=today or local_now().date()).order_by("review_by", "slug")


def weak_facts() -> QuerySet[Fact]:
    """Facts of low confidence."""
    return Fact.objects.filter(confidence="low").order_by("slug")


def broken_links() -> QuerySet[OutsideLink]:
    """Outside addresses that failed, with where they stand."""
    return OutsideLink.objects.filter(state__in=["doubtful", "broken"]).prefetch_related("uses")


def pages_about_card(card: Card) -> list[dict[str, Any]]:
    """The published pages that send people to a service or organisation: address and title."""
    found = publications().filter(directory_links__organisation=card.organisation) | publications().filter(
        directory_links__service__organisation=card.organisation
    )
    return [
        {"address": page.address, "title": page.edition.content.title, "topic": page.topic_id}
        for page in found.distinct()
    ]
