"""The directory's things by their names in texts and reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.documents import Document, register_kind

from .models import Organisation, Service, Topic

PLACES = "/{language}/places/{rest}/"


def organisations(slugs: set[str]) -> Mapping[str, Document]:
    return _organisations(Organisation.objects.filter(slug__in=slugs))


def _organisations(found: Iterable[Organisation]) -> Mapping[str, Document]:
    return {
        one.slug: Document(one.name, _place(one.slug), edit=edit_address(Organisation, one.slug))
        for one in found
    }


def services(slugs: set[str]) -> Mapping[str, Document]:
    return {
        one.slug: Document(one.name, _place(one.slug), edit=edit_address(Service, one.slug))
        for one in Service.objects.filter(slug__in=slugs)
    }


def topics(slugs: set[str]) -> Mapping[str, Document]:
    return _topics(Topic.objects.filter(slug__in=slugs))


def _topics(found: Iterable[Topic]) -> Mapping[str, Document]:
    start = f"/{city().source_language}/guide"
    return {one.slug: Document(one.title, f"{start}/{one.slug}/") for one in found}


def _place(slug: str) -> str:
    return PLACES.format(language=city().source_language, rest=slug)


def register() -> None:
    register_kind(
        "organisation",
        pattern=PLACES,
        find=organisations,
        everything=lambda: _organisations(Organisation.objects.all()),
    )
    register_kind("service", pattern=PLACES, find=services)
    register_kind(
        "topic",
        pattern="/{language}/guide/{rest}/",
        find=topics,
        everything=lambda: _topics(Topic.objects.all()),
    )
