"""The document of an edition: a page of the guide as typed blocks of sentences. Validated, immutable, no Django."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field

Sentences = tuple[str, ...]
"""A text, cut into the units in which it is translated."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Block(_Frozen):
    unsure: bool = False

    def texts(self) -> Iterator[str]:
        """The sentences of the block, in reading order."""
        for value in self.__dict__.values():
            if isinstance(value, tuple):
                for item in value:
                    yield from (item,) if isinstance(item, str) else item


class Paragraph(_Block):
    kind: Literal["paragraph"] = "paragraph"
    text: Sentences


class Step(_Block):
    kind: Literal["step"] = "step"
    title: Sentences
    text: Sentences = ()


class Documents(_Block):
    kind: Literal["documents"] = "documents"
    title: Sentences = ()
    items: tuple[Sentences, ...]


class Cost(_Block):
    kind: Literal["cost"] = "cost"
    text: Sentences


class Deadline(_Block):
    kind: Literal["deadline"] = "deadline"
    text: Sentences


class Where(_Block):
    kind: Literal["where"] = "where"
    service: str = ""
    organisation: str = ""
    text: Sentences = ()


class Warning(_Block):
    kind: Literal["warning"] = "warning"
    text: Sentences


class Tip(_Block):
    kind: Literal["tip"] = "tip"
    text: Sentences


class Question(_Block):
    kind: Literal["question"] = "question"
    ask: Sentences
    answer: Sentences


class Term(_Block):
    kind: Literal["term"] = "term"
    word: str


class Letter(_Block):
    kind: Literal["letter"] = "letter"
    title: Sentences
    url: str


class Source(_Frozen):
    kind: Literal["source"] = "source"
    title: str
    url: str = ""
    as_of: str = ""

    def texts(self) -> Iterator[str]:
        """None: a source keeps the name under which it was published."""
        return iter(())


Block = Annotated[
    Union[  # noqa: UP007 - pydantic's discriminator reads better with the names in a column
        Paragraph, Step, Documents, Cost, Deadline, Where, Warning, Tip, Question, Term, Letter, Source
    ],
    Field(discriminator="kind"),
]

GLANCE = ("for_whom", "when", "cost", "how_long", "where")


class Glance(_Frozen):
    """The strip on top of a page; an empty line is not shown."""

    for_whom: Sentences = ()
    when: Sentences = ()
    cost: Sentences = ()
    how_long: Sentences = ()
    where: Sentences = ()

    def lines(self) -> list[tuple[str, Sentences]]:
        """The lines that say something, in order."""
        return [(name, getattr(self, name)) for name in GLANCE if getattr(self, name)]


class Document(_Frozen):
    """What one edition of a page says, in the source language."""

    format: Literal[1] = 1
    topic: str
    slug: str
    kind: Literal["procedure", "article"]
    title: Sentences
    summary: Sentences
    audience: tuple[str, ...]
    owner: str
    review_by: date
    sensitive: bool = False
    questions: tuple[str, ...] = ()
    glance: Glance = Glance()
    blocks: tuple[Block, ...]
    next: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return f"{self.topic}/{self.slug}"

    @property
    def steps(self) -> list[Step]:
        return [block for block in self.blocks if isinstance(block, Step)]

    @property
    def sources(self) -> list[Source]:
        return [block for block in self.blocks if isinstance(block, Source)]

    def fields(self) -> dict[str, list[str]]:
        """The sentences by the part of the page in which they stand (for the catalogue of uses)."""
        return {
            "title": list(self.title),
            "summary": list(self.summary),
            "questions": list(self.questions),
            "glance": [text for _name, texts in self.glance.lines() for text in texts],
            "body": [text for block in self.blocks for text in block.texts()],
        }

    def running(self) -> list[str]:
        """The sentences of the page's running text: no titles, no questions."""
        found: list[str] = []
        for block in self.blocks:
            for name in ("text", "items", "answer"):
                for item in getattr(block, name, ()):
                    found += [item] if isinstance(item, str) else item
        return found

    def sentences(self) -> list[str]:
        """All sentences of the page."""
        return [text for texts in self.fields().values() for text in texts]


def load(data: dict[str, Any]) -> Document:
    """The document from its stored form. Raises pydantic.ValidationError if it is none."""
    return Document.model_validate(data)
