"""Letters by their names: in steps of the path, in links within texts, in the catalogue of uses and in reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.documents import Document, address, register_kind

from .models import Letter


def letters(slugs: set[str]) -> Mapping[str, Document]:
    return _documents(Letter.objects.filter(slug__in=slugs))


def all_letters() -> Mapping[str, Document]:
    return _documents(Letter.objects.all())


def _documents(found: Iterable[Letter]) -> Mapping[str, Document]:
    language = city().source_language
    return {
        one.slug: Document(
            one.title, address(f"letter:{one.slug}", language), edit=edit_address(Letter, one.slug)
        )
        for one in found
    }


def register() -> None:
    register_kind("letter", route="letter", find=letters, everything=all_letters)
