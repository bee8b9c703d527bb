"""The directory's things by their names in texts and reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.documents import Document, address, register_kind

from .models import Organisation, Service, Topic


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
    language = city().source_language
    return {one.slug: Document(one.title, address(f"topic:{one.slug}", language)) for one in found}


def _place(slug: str) -> str:
    return reverse("place", args=[city().source_language, slug])


def register() -> None:
    register_kind(
        "organisation",
        route="place",
        find=organisations,
        everything=lambda: _organisations(Organisation.objects.all()),
    )
    register_kind("service", route="place", find=services)
    register_kind(
        "topic",
        route="topic",
        find=topics,
        everything=lambda: _topics(Topic.objects.all()),
    )
