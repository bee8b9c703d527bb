"""What a word and a page of the guide must be, in a pack's file and in the authoring room alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Union

from pydantic import Field, model_validator

from acasa.foundation.city.pack_parts import AsOf, Slug, Web
from acasa.foundation.packs.files import PackModel, shaped
from acasa.foundation.packs.said import Said, Wrong
from acasa.information.directory.models import Audience
from acasa.information.directory.pack_parts import one_of

LONGEST_PAGE = 100_000
"""Letters of a page together; what is longer is a book, and cannot be searched as one page."""

Text = Annotated[str, Field(min_length=1, max_length=10_000)]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Term = Annotated[str, Field(min_length=1, max_length=120)]
_ADDRESS = shaped(r"^[a-z0-9-]+/[a-z0-9-]+$", Said("the address of a page, such as health/family-doctor"))
PageAddress = Annotated[str, Field(pattern=_ADDRESS, max_length=160)]


class WordSchema(PackModel):
    """One entry of ``words.yaml``."""

    id: Slug
    term: Term
    abbreviation: Annotated[str, Field(max_length=20)] | None = None
    meaning: Text
    where_met: Annotated[str, Field(max_length=300)] | None = None
    example: Annotated[str, Field(max_length=200)] | None = None
    avoid: list[Term] = []


class _TextBlock(PackModel):
    kind: Literal["paragraph", "cost", "deadline", "warning", "tip"]
    text: Text
    unsure: bool = False


class _Step(PackModel):
    kind: Literal["step"]
    title: Line
    text: Text | None = None
    unsure: bool = False


class _Documents(PackModel):
    kind: Literal["documents"]
    title: Line | None = None
    items: Annotated[list[Text], Field(min_length=1)]
    unsure: bool = False


class _Where(PackModel):
    kind: Literal["where"]
    service: Slug | None = None
    organisation: Slug | None = None
    text: Text | None = None
    unsure: bool = False

    @model_validator(mode="after")
    def _one(self) -> _Where:
        if self.service is None and self.organisation is None:
            raise Wrong("service", Said("expected a service or an organisation"))
        if self.service and self.organisation:
            raise Wrong("service", Said("expected an organisation or a service, not both"))
        return self


class _Question(PackModel):
    kind: Literal["question"]
    ask: Line
    answer: Text
    unsure: bool = False


class _Term(PackModel):
    kind: Literal["term"]
    word: Slug
    unsure: bool = False


class _Letter(PackModel):
    kind: Literal["letter"]
    title: Line
    url: Web
    unsure: bool = False


class _Source(PackModel):
    kind: Literal["source"]
    title: Line
    url: Web | None = None
    as_of: AsOf | None = None


_Block = Annotated[
    Union[_TextBlock, _Step, _Documents, _Where, _Question, _Term, _Letter, _Source],  # noqa: UP007
    Field(discriminator="kind"),
]
BLOCK_KINDS = (
    "paragraph", "cost", "deadline", "warning", "tip", "step", "documents", "where", "question", "term", "letter",
    "source",
)  # fmt: skip


class _Glance(PackModel):
    for_whom: Line | None = None
    when: Line | None = None
    cost: Line | None = None
    how_long: Line | None = None
    where: Line | None = None


class PageSchema(PackModel):
    """One file of ``guide/``; topic and slug come from its place."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["procedure", "article"]
    summary: Text
    audience: Annotated[list[one_of(Audience)], Field(min_length=1)]  # type: ignore[valid-type]
    owner: Slug
    review_by: date
    sensitive: bool = False
    questions: Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=6)] = []
    glance: _Glance = _Glance()
    blocks: Annotated[list[_Block], Field(min_length=1)]
    position: Annotated[int, Field(ge=0, le=999)] = 100
    next: list[PageAddress] = []
    verify: list[Text] = []

    @model_validator(mode="after")
    def _not_a_book(self) -> PageSchema:
        if sum(map(len, _texts(self.model_dump()))) > LONGEST_PAGE:
            raise Wrong("blocks", Said("expected at most %(most)s letters in a page", most=LONGEST_PAGE))
        return self

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("blocks"), list):
            return {**data, "blocks": [_flat(block) for block in data["blocks"]]}
        return data


def _texts(value: Any) -> Iterator[str]:
    """All texts in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _flat(block: Any) -> Any:
    """``{step: {…}, unsure: true}`` as ``{kind: step, …}``."""
    if not isinstance(block, dict) or "kind" in block:
        return block
    kinds = [name for name in block if name != "unsure"]
    if len(kinds) != 1 or kinds[0] not in BLOCK_KINDS:
        raise ValueError(
            f"blocks: expected one of {', '.join(BLOCK_KINDS)}, found {', '.join(map(str, kinds))}"
        )
    kind, value = kinds[0], block[kinds[0]]
    if not isinstance(value, dict):
        value = {"word" if kind == "term" else "text": value}
    unsure = {"unsure": block["unsure"]} if "unsure" in block else {}
    return {"kind": kind, **value, **unsure}


def canonical(data: Mapping[str, Any]) -> dict[str, Any]:
    """A page's data as plain values without empty ones, so that equal pages compare equal."""
    out = PageSchema.model_validate(data).model_dump(mode="json", exclude_none=True)
    out["blocks"] = [{k: v for k, v in block.items() if v not in ("", False)} for block in out["blocks"]]
    out["verify"] = [line for entry in out["verify"] for line in entry.splitlines() if line.strip()]
    return out
