"""Questions, steps, personas and letters as a pack writes them; an editor's form is checked by the same."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from acasa.foundation.city.pack_parts import Slug
from acasa.foundation.packs.files import PackModel, shaped
from acasa.foundation.packs.said import Said, Wrong

from .answers import RESERVED

Name = Annotated[
    str, Field(pattern=shaped(r"^[a-z][a-z0-9_]*$", Said("lower-case words with underscores")), max_length=40)
]
Text = Annotated[str, Field(min_length=1)]
_PAGE = shaped(r"^[a-z0-9-]+/[a-z0-9-]+$", Said("the address of a page, such as health/family-doctor"))
PageAddress = Annotated[str, Field(pattern=_PAGE, max_length=160)]
_AGAIN = shaped(
    r"^[1-9][0-9]? (months?|years?)$", Said("a number from 1 to 99 and “months” or “years”, such as 6 months")
)


def _alternatives(value: Any) -> Any:
    """A condition in its full form: a list of mappings of questions to lists of answers."""
    listed = value if isinstance(value, list) else [value] if value else []
    return [
        {name: answers if isinstance(answers, list) else [answers] for name, answers in one.items()}
        if isinstance(one, dict)
        else one
        for one in listed
    ]


def alone(value: Any) -> Any:
    """One answer is written alone, several as a list."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


ConditionData = Annotated[
    list[Annotated[dict[Name, Annotated[list[str], Field(min_length=1)]], Field(min_length=1)]],
    BeforeValidator(_alternatives),
]
Lines = Annotated[list[Text], BeforeValidator(_listed)]


class OptionSchema(PackModel):
    """One of the answers to choose from."""

    id: Slug
    label: Annotated[str, Field(min_length=1, max_length=200)]
    private: bool = False


def _different(options: list[OptionSchema]) -> None:
    ids = [option.id for option in options]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise Wrong("options", Said("“%(name)s” stands twice.", name=twice[0]))


class QuestionSchema(PackModel):
    """One entry of ``path/questions.yaml``; they are asked in the order of the file."""

    id: Name
    kind: Literal["choice", "choices", "date"]
    ask: Annotated[str, Field(min_length=1, max_length=200)]
    why: Annotated[str, Field(min_length=1, max_length=300)]
    first: bool = False
    expires: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    when: ConditionData = []
    options: list[OptionSchema] = []
    position: Annotated[int, Field(ge=0, le=9999)] = 100

    @model_validator(mode="after")
    def _fits(self) -> QuestionSchema:
        if (self.kind == "date") != (not self.options):
            raise Wrong("options", Said("expected for a choice, and none for a date"))
        if self.expires and self.kind != "date":
            raise Wrong("expires", Said("expected only for a date"))
        _different(self.options)
        if self.id in RESERVED:
            raise Wrong("id", Said("“%(name)s” is the name of something else; choose another", name=self.id))
        return self


class StepSchema(PackModel):
    """One entry of ``path/steps/*.yaml``."""

    id: Annotated[Slug, Field(max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=80)]
    text: Text
    phase: Literal["safety", "before-travel", "first-days", "first-weeks", "first-months", "later"]
    position: Annotated[int, Field(ge=0, le=9999)] = 100
    when: ConditionData = []
    unless: ConditionData = []
    after: list[Slug] = []
    due: Lines = []
    doubt: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    repeat: Annotated[str, Field(pattern=_AGAIN)] | None = None
    who: Literal["self", "employer", "university", "host", "family", "authority"] = "self"
    page: PageAddress
    organisation: Slug | None = None
    service: Slug | None = None
    documents: list[Annotated[str, Field(min_length=1, max_length=300)]] = []
    cost: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    basis: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    letter: Slug | None = None
    safety: bool = False
    private: bool = False
    unsure: bool = False
    sheet: Lines = []
    verify: Lines = []

    @model_validator(mode="after")
    def _fits(self) -> StepSchema:
        if self.organisation and self.service:
            raise Wrong("service", Said("expected an organisation or a service, not both"))
        if self.safety and self.unless:
            raise Wrong("unless", Said("a safety step has none: knowing more must never hide it"))
        return self


class PersonaSchema(PackModel):
    """One entry of ``path/personas.yaml``."""

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=120)]
    facts: dict[Name, Annotated[Any, BeforeValidator(alone)]]
    position: Annotated[int, Field(ge=0, le=9999)] = 100


SHARED_FIELDS = {
    "full_name": "name", "address": "text", "citizenship": "text", "birth_date": "date", "passport": "text",
    "cnp": "cnp", "phone": "phone", "email": "email", "place": "text",
}  # fmt: skip
"""Fields that many letters ask for, and their kinds."""


class FieldSchema(PackModel):
    """Something to fill in."""

    id: Name
    label: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Literal["name", "text", "long", "date", "choice", "cnp", "phone", "email", "number"] = "text"
    required: bool = True
    help: Text | None = None
    options: list[OptionSchema] = []

    @model_validator(mode="before")
    @classmethod
    def _shared(cls, data: Any) -> Any:
        if isinstance(data, dict) and str(data.get("id")) in SHARED_FIELDS and "kind" not in data:
            return {**data, "kind": SHARED_FIELDS[data["id"]]}
        return data

    @model_validator(mode="after")
    def _fits(self) -> FieldSchema:
        if (self.kind == "choice") != bool(self.options):
            raise Wrong("options", Said("expected for a choice, and only for it"))
        _different(self.options)
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
    notes: list[Text] = []
    basis: str | None = None
    unsure: bool = False
    sheet: Lines = []
    verify: Lines = []
    position: Annotated[int, Field(ge=0, le=9999)] = 100

    @model_validator(mode="before")
    @classmethod
    def _paragraphs(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("body"), list):
            return {**data, "body": [_paragraph(one) for one in data["body"]]}
        return data

    @model_validator(mode="after")
    def _fits(self) -> LetterSchema:
        fields = {one.id: one for one in self.fields}
        if len(fields) < len(self.fields):
            raise Wrong("fields", Said("the same id stands twice"))
        for paragraph in self.body:
            named = marks(paragraph.text) | ({paragraph.field} if paragraph.field else set())
            if unknown := sorted(named - fields.keys()):
                raise Wrong("body", Said("no field “%(name)s”", name=unknown[0]))
            if paragraph.field and paragraph.options:
                options = {option.id for option in fields[paragraph.field].options}
                if wrong := sorted(set(paragraph.options) - options):
                    raise Wrong(
                        "body",
                        Said("%(name)s: no option “%(option)s”", name=paragraph.field, option=wrong[0]),
                    )
        for name, texts in (
            ("subject", [self.subject]), ("addressee", self.addressee), ("attachments", self.attachments)
        ):  # fmt: skip
            if unknown := sorted({one for text in texts for one in marks(text)} - fields.keys()):
                raise Wrong(name, Said("no field “%(name)s”", name=unknown[0]))
        return self


def _paragraph(one: Any) -> Any:
    """``{if: field, text: …}`` and ``{if: {field: option}, text: …}`` in their full form."""
    if isinstance(one, str):
        return {"text": one}
    if isinstance(one, dict) and "if" in one:
        asked, rest = one["if"], {name: value for name, value in one.items() if name != "if"}
        if isinstance(asked, dict) and len(asked) == 1:
            (field, options), *_none = asked.items()
            return {**rest, "field": field, "options": _listed(options)}
        return {**rest, "field": asked}
    return one
