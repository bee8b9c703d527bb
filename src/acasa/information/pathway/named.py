"""The path's steps and questions by their names in the catalogue of uses and in reports, and the letters steps name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.documents import Document, register_kind, register_naming

from .models import Question, Step


def steps(slugs: set[str]) -> Mapping[str, Document]:
    """A step is on a path, and a path has no address of ours."""
    found = Step.objects.filter(slug__in=slugs)
    return {one.slug: Document(one.title, edit=edit_address(Step, one.slug)) for one in found}


def questions(slugs: set[str]) -> Mapping[str, Document]:
    found = Question.objects.filter(slug__in=slugs)
    return {one.slug: Document(one.ask, edit=edit_address(Question, one.slug)) for one in found}


def with_letter(slug: str) -> Iterator[str]:
    """The steps that name a letter."""
    yield from Step.objects.filter(letter=slug).values_list("slug", flat=True)


def register() -> None:
    register_kind("step", find=steps)
    register_kind("question", find=questions)
    register_naming("letter", with_letter)
