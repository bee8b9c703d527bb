"""The path's steps and letters by their names in the catalogue of uses and in reports."""

from __future__ import annotations

from collections.abc import Mapping

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.documents import Document, register_kind

from .models import Letter, Question, Step

LETTER = "/{language}/letters/{rest}/"


def steps(slugs: set[str]) -> Mapping[str, Document]:
    """A step is on a path, and a path has no address of ours."""
    found = Step.objects.filter(slug__in=slugs)
    return {one.slug: Document(one.title, edit=edit_address(Step, one.slug)) for one in found}


def questions(slugs: set[str]) -> Mapping[str, Document]:
    found = Question.objects.filter(slug__in=slugs)
    return {one.slug: Document(one.ask, edit=edit_address(Question, one.slug)) for one in found}


def letters(slugs: set[str]) -> Mapping[str, Document]:
    language = city().source_language
    return {
        one.slug: Document(
            one.title, LETTER.format(language=language, rest=one.slug), edit=edit_address(Letter, one.slug)
        )
        for one in Letter.objects.filter(slug__in=slugs)
    }


def register() -> None:
    register_kind("step", find=steps)
    register_kind("question", find=questions)
    register_kind("letter", pattern=LETTER, find=letters)
