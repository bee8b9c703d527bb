"""Named reads of the path: what may be asked, what can be done, which letters there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from acasa.foundation.city.memory import remembered
from acasa.foundation.texts.models import Fact

from .building import BuildFault, all_faults, build, term_of
from .conditions import Answer, Facts
from .models import Letter, Persona, Question, Step, StepCount
from .rules import Plan
from .schemas import LetterSchema, PersonaSchema, QuestionSchema, StepSchema, persona_day
from .terms import Term

Data = dict[str, Any]


def authored_question(one: Question) -> Data:
    """The question in the form of a pack's entry, without empty fields; so the three below."""
    return QuestionSchema.model_validate(
        {
            "id": one.slug, "kind": one.kind, "ask": one.ask, "why": one.why, "first": one.first,
            "expires": one.expires or None, "when": one.when, "options": one.options, "position": one.position,
        }
    ).model_dump(mode="json", exclude_none=True)  # fmt: skip


def authored_step(one: Step) -> Data:
    return StepSchema.model_validate(
        {
            "id": one.slug, "title": one.title, "text": one.text, "phase": one.phase, "position": one.position,
            "when": one.when, "unless": one.unless, "after": one.after, "due": one.due,
            "doubt": one.doubt or None, "repeat": one.repeat or None, "who": one.who, "page": one.page,
            "organisation": one.organisation_id, "service": one.service_id, "documents": one.documents,
            "cost": one.cost or None, "basis": one.basis or None, "letter": one.letter or None,
            "safety": one.safety, "private": one.private, "unsure": one.unsure, "sheet": one.sheet,
            "verify": one.verify,
        }
    ).model_dump(mode="json", exclude_none=True)  # fmt: skip


def authored_persona(one: Persona) -> Data:
    return PersonaSchema(id=one.slug, title=one.title, facts=one.facts, position=one.position).model_dump(
        mode="json", exclude_none=True
    )


def authored_letter(one: Letter) -> Data:
    return LetterSchema.model_validate(
        {**one.content, "id": one.slug, "title": one.title, "summary": one.summary, "position": one.position}
    ).model_dump(mode="json", exclude_none=True)


def questions() -> list[Question]:
    """In the order in which they are asked."""
    return remembered(("path", "questions"), lambda: list(Question.objects.all()))


def steps() -> dict[str, Step]:
    return remembered(("path", "steps"), lambda: {step.slug: step for step in Step.objects.all()})


def personas() -> list[Persona]:
    return remembered(("path", "personas"), lambda: list(Persona.objects.all()))


def letters() -> list[Letter]:
    return remembered(("path", "letters"), lambda: list(Letter.objects.all()))


def persona_facts(one: Persona, today: date) -> Facts:
    """An invented person's answers, with their days counted from today."""
    found: dict[str, Answer] = {}
    for name, answer in one.facts.items():
        question = plan().questions.get(name)
        if question is None:
            continue
        if question.options is not None:
            found[name] = frozenset(answer if isinstance(answer, list) else [answer])
        elif day := persona_day(answer, today):
            found[name] = day
    return found


def terms(facts: Iterable[Fact] | None = None) -> dict[str, Term | date]:
    """The facts that due rules may name: durations and days."""
    found: dict[str, Term | date] = {}
    for fact in Fact.objects.filter(kind__in=("duration", "date")) if facts is None else facts:
        if fact.day:
            found[fact.slug] = fact.day
        elif fact.amount is not None and (term := term_of(fact.unit, fact.amount)):
            found[fact.slug] = term
    return found


def plan() -> Plan:
    """The city's plan as the rules read it; faulty steps are left out."""
    return remembered(("path", "plan"), lambda: build(*parts())[0])


def faults(changed: Mapping[str, Data] = {}, gone: frozenset[str] = frozenset()) -> list[BuildFault]:
    """What is wrong with the path, as it is or with some steps changed (by id) or taken away."""
    return all_faults(*parts(changed, gone))


def parts(
    changed: Mapping[str, Data] = {}, gone: frozenset[str] = frozenset()
) -> tuple[list[Data], list[Data], dict[str, Term | date]]:
    kept = {step.slug: authored_step(step) for step in Step.objects.all() if step.slug not in gone}
    return (
        [authored_question(one) for one in Question.objects.all()],
        [*{**kept, **changed}.values()],
        terms(),
    )


def counts(since: date) -> dict[tuple[str, str], int]:
    """How often each thing happened to each step since a day, over all people."""
    found: dict[tuple[str, str], int] = {}
    for subject, what, count in StepCount.objects.filter(week__gte=since).values_list(
        "subject", "what", "count"
    ):
        found[subject, what] = found.get((subject, what), 0) + count
    return found
