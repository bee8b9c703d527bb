"""What keeps a page from being published, each fault at its place in the page, in words for its author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _
from pydantic import ValidationError

from acasa.foundation.packs.files import FieldPath, dotted, problems
from acasa.foundation.texts.models import Fact
from acasa.foundation.texts.rules import stray_braces
from acasa.information.directory.models import Organisation, Service, Topic

from . import queries, rules
from .document import Document
from .models import GuidePage, Word
from .schemas import BLOCK_KINDS, PageSchema

LONGEST_SLUG = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PageFault:
    """One fault: where it is in the authored form, as ``("blocks", 2, "text")``, and what to do about it."""

    place: FieldPath
    message: str

    def __str__(self) -> str:
        return f"{dotted(self.place)}: {self.message}" if self.place else self.message


def page_faults(authored: Mapping[str, Any], *, page_key: str) -> list[PageFault]:
    """Why a page in its authored form cannot be published; empty if it can.

    The schema of a pack's file decides, and then what the page points to. ``page_key`` is the page's own: an
    address that leads to another page is not free.
    """
    faults = [*_address_faults(authored, page_key), *_schema_faults(authored)]
    if faults:
        return faults
    try:
        document = queries.project(authored)
    except ValidationError as error:  # what the schema lets pass and an edition cannot hold
        return [PageFault((), str(said)) for _place, said in problems(error)]
    return [*_empty_texts(document, authored), *_pointing_faults(document, authored)]


def faults_of(page: GuidePage) -> list[PageFault]:
    """Why a page as it is in memory cannot be published."""
    return page_faults(page.authored(), page_key=str(page.translation_key))


def _address_faults(authored: Mapping[str, Any], page_key: str) -> Iterator[PageFault]:
    topic, slug = authored["topic"], authored["slug"]
    if not Topic.objects.filter(slug=topic).exists():
        yield PageFault((), _("Put the page under a topic."))
    elif not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        words = _("Write lower-case letters a to z, digits and hyphens, at most %(most)s.")
        yield PageFault(("slug",), words % {"most": LONGEST_SLUG})
    elif holder := queries.address_holder(topic, slug, page_key):
        words = _("This address leads readers to “%(title)s” already. Choose another.")
        yield PageFault(("slug",), words % {"title": holder})


def _schema_faults(authored: Mapping[str, Any]) -> Iterator[PageFault]:
    data = {name: value for name, value in authored.items() if name not in ("topic", "slug")}
    try:
        PageSchema.model_validate(data)
    except ValidationError as error:
        for problem, (place, said) in zip(error.errors(), problems(error), strict=True):
            yield PageFault(_in_page(place), _words(problem) or said.translated(gettext))


def _in_page(place: FieldPath) -> FieldPath:
    """A place without the kind that the schema names inside a block's."""
    if len(place) > 2 and place[0] == "blocks" and place[2] in BLOCK_KINDS:
        return place[:2] + place[3:]
    return place


def _words(problem: Any) -> str:
    """What an author does about the common faults; nothing for the others."""
    context = problem.get("ctx", {})
    match problem["type"]:
        case "missing" | "string_too_short" | "string_type":
            return _("Write something here.")
        case "string_too_long":
            return _("Write at most %(most)s letters.") % {"most": context["max_length"]}
        case "too_short":
            return _("At least one is needed.")
        case "too_long":
            return _("At most %(most)s are possible.") % {"most": context["max_length"]}
        case "date_type" | "date_from_datetime_parsing" | "date_parsing":
            return _("Choose a day.")
        case "string_pattern_mismatch" if problem["loc"][-1] == "as_of":
            return _("Write a day, a month or a year: 2026-11-30, 2026-11 or 2026.")
        case "string_pattern_mismatch" if problem["loc"][-1] == "url":
            return _("Write a web address that begins with https://.")
        case "string_pattern_mismatch" if problem["loc"][0] == "next":
            return _("Write the page as topic/page, for example health/family-doctor.")
    return ""


def _empty_texts(document: Document, authored: Mapping[str, Any]) -> Iterator[PageFault]:
    """Texts of which nothing is left once they are cut into sentences, such as one of signs without a width."""
    for name in ("title", "summary"):
        if not any(getattr(document, name)):
            yield PageFault((name,), _("Write something here."))
    for index, block in enumerate(document.blocks):
        written = authored["blocks"][index]
        for name in ("title", "text", "ask", "answer"):
            if written.get(name) and hasattr(block, name) and not any(getattr(block, name)):
                yield PageFault(("blocks", index, name), _("Write something here."))


def _pointing_faults(document: Document, authored: Mapping[str, Any]) -> Iterator[PageFault]:
    points = rules.references(document)
    known = queries.standing(points.pages).keys() | {document.address}
    missing = {
        _("There is no fact “%(name)s”."): points.facts - _present(Fact, points.facts),
        _("There is no published page “%(name)s”."): points.pages - known,
        _("There is no service “%(name)s”."): points.services - _present(Service, points.services),
        _("There is no organisation “%(name)s”."): points.organisations
        - _present(Organisation, points.organisations),
        _("There is no word “%(name)s”."): points.words - _present(Word, points.words),
        _("“%(name)s” is no address: write page:, service:, organisation: or https://."): points.unknown,
        _("“%(name)s” is too long for a web address."): {url for url in points.outside if len(url) > 500},
    }
    for text in rules.text_faults(document):
        message = _("A brace stands outside a fact: %(text)s") % {"text": text}
        yield PageFault(_place_of(authored, lambda value: stray_braces(value)), message)
    for words, names in missing.items():
        for name in sorted(names):
            yield PageFault(
                _place_of(authored, lambda value, name=name: name in value), words % {"name": name}
            )


def _present(model: Any, slugs: frozenset[str]) -> set[str]:
    return set(model.objects.filter(pk__in=slugs).values_list("pk", flat=True))


def _place_of(authored: Mapping[str, Any], wrong: Any) -> FieldPath:
    """The first place of a page whose text is wrong."""
    for index, block in enumerate(authored["blocks"]):
        for name, value in block.items():
            for number, text in enumerate(value if isinstance(value, list) else [value]):
                if name != "kind" and isinstance(text, str) and wrong(text):
                    return (
                        ("blocks", index, name, number)
                        if isinstance(value, list)
                        else ("blocks", index, name)
                    )
    for name in ("title", "summary"):
        if wrong(authored[name]):
            return (name,)
    for name in ("next", "questions"):
        if any(map(wrong, authored[name])):
            return (name,)
    for name, value in authored["glance"].items():
        if wrong(value):
            return ("glance", name)
    return ()
