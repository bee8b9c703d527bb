"""Named reads of the path: what may be asked, what can be done, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from acasa.foundation.texts.kinds import Kind
from acasa.foundation.texts.models import Fact
from acasa.foundation.web.memory import remembered

from . import rules
from .building import BuildFault, all_faults, build, persona_day, persona_faults, terms_of
from .conditions import Answer, Facts
from .kinds import PERSONA, QUESTION, STEP, Row
from .models import Persona, Question, Step, StepCount
from .rules import FIXED, Plan
from .terms import Term

Data = dict[str, Any]
READS = ("city", "directory", "guide", "letters", "pathway", "texts")
"""The rooms whose content the pages of the path show."""


def questions() -> list[Question]:
    """In the order in which they are asked."""
    return remembered(("path", "questions"), lambda: list(Question.objects.all()))


def steps() -> dict[str, Step]:
    return remembered(("path", "steps"), lambda: {step.slug: step for step in Step.objects.all()})


def personas() -> list[Persona]:
    return remembered(("path", "personas"), lambda: list(Persona.objects.all()))


def persona_facts(one: Persona, asked: Mapping[str, rules.Question], today: date) -> Facts:
    """An invented person's answers to the questions of a plan, with their days counted from today."""
    found: dict[str, Answer] = {}
    for name, answer in one.facts.items():
        question = asked.get(name)
        if question is None:
            continue
        if question.options is not None:
            found[name] = frozenset(answer if isinstance(answer, list) else [answer])
        elif day := persona_day(answer, today):
            found[name] = day
    return found


def plan() -> Plan:
    """The city's plan as the rules read it; faulty steps are left out."""
    return remembered(("path", "plan"), lambda: build(*parts())[0])


def faults(changed: Mapping[tuple[str, str], Data] = {}, fact: Fact | None = None) -> list[BuildFault]:
    """What is wrong with the path, personas included: as it is, or with entries (by kind and id) or a fact changed."""
    asked, steps, terms = parts(changed, fact)
    personas = _entries(PERSONA, changed)
    return all_faults(asked, steps, terms) + [
        BuildFault("persona", one["id"], "facts", message)
        for one in personas
        for _name, message in persona_faults(one["facts"], asked)
    ]


def parts(
    changed: Mapping[tuple[str, str], Data] = {}, fact: Fact | None = None
) -> tuple[list[Data], list[Data], dict[str, Term | date]]:
    """Questions, steps, and the facts that due rules may name; what the plan is built of."""
    kept = {one.slug: one for one in Fact.objects.all()} | ({fact.slug: fact} if fact else {})
    terms = terms_of(
        (one.slug, one.unit, one.amount, one.day) for one in kept.values() if one.kind in ("duration", "date")
    )
    return _entries(QUESTION, changed), _entries(STEP, changed), terms


def _entries(kind: Kind, changed: Mapping[tuple[str, str], Data]) -> list[Data]:
    kept = {str(row.pk): kind.entry(row) for row in kind.model._default_manager.all()}
    return [*{**kept, **{slug: data for (name, slug), data in changed.items() if name == kind.name}}.values()]


def needed_by(row: Row) -> list[str]:
    """The names of those that do not work without a thing; an empty name is the program itself."""
    slug = row.slug
    if isinstance(row, Step):
        return [one.slug for one in Step.objects.filter(after__contains=[slug])]
    if isinstance(row, Persona):
        return []
    asked = [one.slug for one in Question.objects.all() if one.slug != slug and _names(slug, one.when)]
    steps = [
        one.slug
        for one in Step.objects.all()
        if _names(slug, one.when + one.unless) or any(f"{{{slug}}}" in rule for rule in one.due)
    ]
    people = [one.slug for one in Persona.objects.all() if slug in one.facts]
    return [""] * (slug in FIXED) + asked + steps + people


def _names(question: str, alternatives: list[Data]) -> bool:
    return any(question in one for one in alternatives)


def counts(since: date) -> dict[tuple[str, str], int]:
    """How often each thing happened to each step since a day, over all people."""
    found: dict[tuple[str, str], int] = {}
    for subject, what, count in StepCount.objects.filter(week__gte=since).values_list(
        "subject", "what", "count"
    ):
        found[subject, what] = found.get((subject, what), 0) + count
    return found
