"""The three kinds of things that make a path, between a pack's entry and a row."""

from __future__ import annotations

from acasa.foundation.texts.kinds import Kind

from . import sentences
from .models import Persona, Question, Step
from .schemas import PersonaSchema, QuestionSchema, StepSchema

Row = Question | Step | Persona

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
KINDS = (QUESTION, STEP, PERSONA)


def label_of(kind: str, field: str) -> str:
    """How editors know a field of a kind of thing, in the language of the request."""
    return next(one for one in KINDS if one.name == kind).label(field)


def kind_of(row: Row) -> Kind:
    return next(kind for kind in KINDS if isinstance(row, kind.model))
