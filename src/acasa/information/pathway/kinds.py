"""The four kinds of things that make a path, its letters included: between a pack's entry and a row, and what is said.

An entry has the shape of :mod:`.schemas`, as plain values and without empty fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from acasa.foundation.packs.files import PackModel

from . import sentences
from .models import Letter, Persona, Question, Step
from .schemas import LetterSchema, PersonaSchema, QuestionSchema, StepSchema

Data = dict[str, Any]
Row = Question | Step | Persona | Letter


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of thing is called, kept and cut into sentences."""

    name: str
    model: type[Row]
    schema: type[PackModel]
    sentences: Callable[[Mapping[str, Any], str], sentences.Fields]
    plain: tuple[str, ...]
    """Fields that an entry and a row have alike."""
    optional: tuple[str, ...] = ()
    """Fields that are missing from an entry where the row's are empty."""
    leads_to: tuple[str, ...] = ()
    """Fields that name something of another kind or room."""
    rest: str = ""
    """The column that holds all other fields of the entry."""

    @property
    def _keys(self) -> list[str]:
        """The fields that a row has as foreign keys."""
        return [name for name in self.leads_to if name not in self.plain + self.optional]

    def entry(self, row: Any) -> Data:
        """A row in the form of a pack's entry."""
        data = {
            "id": row.slug,
            **{name: getattr(row, name) for name in self.plain},
            **{name: getattr(row, name) or None for name in self.optional},
            **(
                getattr(row, self.rest)
                if self.rest
                else {name: getattr(row, f"{name}_id") for name in self._keys}
            ),
        }
        return self.schema.model_validate(data).model_dump(mode="json", exclude_none=True)

    def columns(self, entry: Mapping[str, Any]) -> Data:
        """The columns of the row for an entry, its slug aside."""
        found = {
            **{name: entry[name] for name in self.plain},
            **{name: entry.get(name, "") for name in self.optional},
        }
        if self.rest:
            left = {name: value for name, value in entry.items() if name not in found and name != "id"}
            return {**found, self.rest: left}
        return {**found, **{f"{name}_id": entry.get(name) for name in self._keys}}


QUESTION = Kind(
    "question", Question, QuestionSchema, sentences.of_question,
    plain=("position", "kind", "ask", "why", "first", "when", "options"),
    optional=("expires",),
)  # fmt: skip
STEP = Kind(
    "step", Step, StepSchema, sentences.of_step,
    plain=(
        "title", "text", "phase", "position", "when", "unless", "after", "due", "who", "page", "documents", "safety",
        "private", "unsure", "sheet", "verify",
    ),
    optional=("doubt", "repeat", "cost", "basis", "letter"),
    leads_to=("page", "organisation", "service", "letter"),
)  # fmt: skip
PERSONA = Kind(
    "persona", Persona, PersonaSchema, sentences.of_persona,
    plain=("title", "facts", "position"),
)  # fmt: skip
LETTER = Kind(
    "letter", Letter, LetterSchema, sentences.of_letter,
    plain=("title", "summary", "position"),
    leads_to=("page", "organisation"),
    rest="content",
)  # fmt: skip
KINDS = (QUESTION, STEP, PERSONA, LETTER)


def label_of(kind: str, field: str) -> str:
    """How editors know a field of a kind of thing, in the language of the request."""
    model = next(one.model for one in KINDS if one.name == kind)
    column = model._meta.get_field(field)
    assert isinstance(column, Field)
    return str(column.verbose_name)


def kind_of(row: Row) -> Kind:
    return next(kind for kind in KINDS if isinstance(row, kind.model))
