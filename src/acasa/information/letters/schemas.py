"""Letters as a pack writes them; an editor's form is checked by the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from acasa.foundation.city.pack_parts import Slug
from acasa.foundation.city.person_numbers import check_of
from acasa.foundation.packs.files import PackModel
from acasa.foundation.packs.said import Said, Wrong
from acasa.foundation.packs.shapes import Lines, Name, Text, all_different, listed
from acasa.information.guide.schemas import PageAddress

SHARED_FIELDS = {
    "full_name": "name", "address": "text", "citizenship": "text", "birth_date": "date", "passport": "text",
    "phone": "phone", "email": "email", "place": "text",
}  # fmt: skip
"""Fields that many letters ask for, and their kinds."""


BORN = "birth_date"
"""How the names of fields end that ask when somebody was born."""


class OptionSchema(PackModel):
    """One of the answers to choose from."""

    id: Slug
    label: Annotated[str, Field(min_length=1, max_length=200)]


class FieldSchema(PackModel):
    """Something to fill in."""

    id: Name
    label: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Literal["name", "text", "long", "date", "choice", "person_number", "phone", "email", "number"] = (
        "text"
    )
    required: bool = True
    help: Text | None = None
    options: list[OptionSchema] = []
    when: Literal["past", "future"] | None = None
    """Of a date: “since when” has no day that is still to come, “by when” none that is over. Today is in both."""
    scheme: str | None = None
    """By which a personal number is checked, such as ``se.personnummer``."""
    called: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    """How a personal number is called on people's papers."""

    @model_validator(mode="before")
    @classmethod
    def _shared(cls, data: Any) -> Any:
        if isinstance(data, dict) and str(data.get("id")) in SHARED_FIELDS and "kind" not in data:
            data = {**data, "kind": SHARED_FIELDS[data["id"]]}
        if isinstance(data, dict) and data.get("kind") == "date" and str(data.get("id")).endswith(BORN):
            data = {"when": "past", **data}
        return data

    @model_validator(mode="after")
    def _fits(self) -> FieldSchema:
        if (self.kind == "choice") != bool(self.options):
            raise Wrong("options", Said("expected for a choice, and only for it"))
        all_different("options", (option.id for option in self.options))
        if self.when and self.kind != "date":
            raise Wrong("when", Said("expected only for a date"))
        for name, said in (("scheme", self.scheme), ("called", self.called)):
            if (self.kind == "person_number") != bool(said):
                raise Wrong(name, Said("expected for a personal number, and only for it"))
        if self.scheme and check_of(self.scheme) is None:
            expected = Said(
                "nobody knows the scheme “%(name)s”; expected a country and a name, as python-stdnum has them",
                name=self.scheme,
            )
            raise Wrong("scheme", expected)
        return self


class ParagraphSchema(PackModel):
    """A paragraph, where wanted only if a field was filled in, or filled in with one of some options."""

    text: Text
    field: Name | None = None
    options: list[Slug] = []


MARK = re.compile(r"\[([a-z][a-z0-9_]*)\](?!\()")
"""Where the answer to a field stands in a text: ``[field]``, but no link."""


def marks(text: str) -> set[str]:
    """The fields that stand as ``[field]`` in a text."""
    return set(MARK.findall(text))


class LetterSchema(PackModel):
    """One file of ``letters/``."""

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=120)]
    summary: Annotated[str, Field(min_length=1, max_length=300)]
    page: PageAddress
    organisation: Slug | None = None
    addressee: Annotated[list[Text], Field(min_length=1)]
    subject: Text
    fields: Annotated[list[FieldSchema], Field(min_length=1)]
    body: Annotated[list[ParagraphSchema], Field(min_length=1)]
    attachments: list[Text] = []
    notes: list[Text | ParagraphSchema] = []
    basis: str | None = None
    unsure: bool = False
    sheet: Lines = []
    verify: Lines = []
    position: Annotated[int, Field(ge=0, le=9999)] = 100

    @model_validator(mode="before")
    @classmethod
    def _paragraphs(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        for name in ("body", "notes"):
            if isinstance(data.get(name), list):
                data = {**data, name: [_paragraph(one) for one in data[name]]}
        return data

    @field_validator("notes")
    @classmethod
    def _always(cls, notes: list[str | ParagraphSchema]) -> list[str | ParagraphSchema]:
        """A note for everybody is its text alone."""
        return [one.text if isinstance(one, ParagraphSchema) and not one.field else one for one in notes]

    @model_validator(mode="after")
    def _fits(self) -> LetterSchema:
        fields = {one.id: one for one in self.fields}
        if len(fields) < len(self.fields):
            raise Wrong("fields", Said("the same id stands twice"))
        for paragraph in self.body:
            if unknown := sorted(marks(paragraph.text) - fields.keys()):
                raise Wrong("body", Said("no field “%(name)s”", name=unknown[0]))
            _hangs("body", paragraph, fields)
        for note in self.notes:
            if isinstance(note, ParagraphSchema):
                _hangs("notes", note, fields)
        for name, texts in (
            ("subject", [self.subject]), ("addressee", self.addressee), ("attachments", self.attachments)
        ):  # fmt: skip
            if unknown := sorted({one for text in texts for one in marks(text)} - fields.keys()):
                raise Wrong(name, Said("no field “%(name)s”", name=unknown[0]))
        return self


def _hangs(part: str, paragraph: ParagraphSchema, fields: Mapping[str, FieldSchema]) -> None:
    """Raises Wrong where a paragraph hangs on a field, or on an option, that is not there."""
    if not paragraph.field:
        return
    if paragraph.field not in fields:
        raise Wrong(part, Said("no field “%(name)s”", name=paragraph.field))
    options = {option.id for option in fields[paragraph.field].options}
    if wrong := sorted(set(paragraph.options) - options):
        raise Wrong(part, Said("%(name)s: no option “%(option)s”", name=paragraph.field, option=wrong[0]))


def _paragraph(one: Any) -> Any:
    """``{if: field, text: …}`` and ``{if: {field: option}, text: …}`` in their full form."""
    if isinstance(one, str):
        return {"text": one}
    if isinstance(one, dict) and "if" in one:
        asked, rest = one["if"], {name: value for name, value in one.items() if name != "if"}
        if isinstance(asked, dict) and len(asked) == 1:
            (field, options), *_none = asked.items()
            return {**rest, "field": field, "options": listed(options)}
        return {**rest, "field": asked}
    return one
