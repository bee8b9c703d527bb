"""Named reads of the guide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import ValidationError

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts.models import Fact
from acasa.foundation.texts.rules import split_sentences
from acasa.information.directory.cards import Card
from acasa.information.directory.models import Organisation, Service
from acasa.information.directory.queries import fold

from . import rules
from .document import Document
from .kinds import of_word
from .models import Edition, GuidePage, OutsideLink, PlainPage, Publication, Redirect, Word


def project(authored: dict[str, Any]) -> Document:
    """The document of a page in its authored form. Raises pydantic.ValidationError where it is incomplete."""
    language = city().source_language
    return rules.project(authored, split=lambda text: split_sentences(text, language))


def document_faults(authored: dict[str, Any]) -> list[str]:
    """Why a page cannot be published, in words for its author; empty if it can."""
    try:
        document = project(authored)
    except ValidationError as error:
        return [f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()]
    points = rules.references(document)
    faults = [_("A brace stands outside a fact: %(text)s") % {"text": t} for t in rules.text_faults(document)]
    known_pages = {publication.address for publication in Publication.objects.all()} | {document.address}
    missing = {
        _("There is no fact “%(name)s”."): points.facts - _present(Fact, points.facts),
        _("There is no published page “%(name)s”."): points.pages - known_pages,
        _("There is no service “%(name)s”."): points.services - _present(Service, points.services),
        _("There is no organisation “%(name)s”."): points.organisations
        - _present(Organisation, points.organisations),
        _("There is no word “%(name)s”."): points.words - _present(Word, points.words),
        _("“%(name)s” is no address: write page:, service:, organisation: or https://."): points.unknown,
    }
    return faults + [text % {"name": name} for text, names in missing.items() for name in sorted(names)]


def _present(model: Any, slugs: frozenset[str]) -> set[str]:
    return set(model.objects.filter(pk__in=slugs).values_list("pk", flat=True))


def authored_pages() -> Iterator[dict[str, Any]]:
    """All pages in the authoring room, in the form of a pack's file."""
    for page in GuidePage.objects.all():
        yield page.authored()


def publications(topic: str = "") -> QuerySet[Publication]:
    """What the public can read, in the city's order, with the edition of each."""
    found = Publication.objects.select_related("edition", "topic")
    return found.filter(topic=topic) if topic else found


def publication(topic: str, slug: str) -> Publication | None:
    """The page at an address; None if there is none."""
    return publications().filter(topic=topic, slug=slug).first()


def moved_to(topic: str, slug: str) -> Publication | None:
    """Where a page that stood at an address stands now."""
    old = Redirect.objects.filter(topic=topic, slug=slug).first()
    return publications().filter(page_key=old.page_key).first() if old else None


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
