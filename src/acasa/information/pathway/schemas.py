"""Questions, steps and personas as a pack writes them; an editor's form is checked by the same."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from acasa.foundation.city.pack_parts import Slug
from acasa.foundation.packs.files import PackModel, shaped
from acasa.foundation.packs.said import Said, Wrong
from acasa.foundation.packs.shapes import Lines, Name, Text, all_different
from acasa.information.guide.schemas import PageAddress

from .answers import RESERVED

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


ConditionData = Annotated[
    list[Annotated[dict[Name, Annotated[list[str], Field(min_length=1)]], Field(min_length=1)]],
    BeforeValidator(_alternatives),
]


class OptionSchema(PackModel):
    """One of the answers to choose from."""

    id: Slug
    label: Annotated[str, Field(min_length=1, max_length=200)]
    private: bool = False
    printed: bool = False
    """Of a private one: its steps stand on paper, for whoever finds them can do no harm with them."""

    @model_validator(mode="after")
    def _fits(self) -> OptionSchema:
        if self.printed and not self.private:
            raise Wrong("printed", Said("expected only where “private” is true: all else is printed"))
        return self


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
        all_different("options", (option.id for option in self.options))
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
