"""From what a pack or the database holds to the rules' own values, with everything that is wrong on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from . import soundness
from .conditions import RuleInvalid, parse_condition
from .rules import Circle, Phase, Plan, Question, Step, in_order
from .terms import DueRule, Term, parse_due

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BuildFault:
    """What is wrong with a question or step: its id, the field, what was expected."""

    kind: str
    key: str
    field: str
    message: str


def term_of(unit: str, amount: Decimal) -> Term | None:
    """The term that a duration fact means in whole days or longer; None for one of no whole number.

    Of hours each begun day counts, for a date has no hours.
    """
    if unit in ("minutes", "hours"):
        days = amount / (24 if unit == "hours" else 24 * 60)
        return Term(int(days.to_integral_value(ROUND_CEILING)), "days")
    return Term(int(amount), unit.replace("-", " ")) if amount == amount.to_integral_value() else None


def build(
    questions: Iterable[Data], steps: Iterable[Data], terms: Mapping[str, Term | date]
) -> tuple[Plan, list[BuildFault]]:
    """The plan of a city and the faults of its parts; what is faulty is left out of the plan.

    ``questions`` and ``steps`` have the shape of :mod:`.schemas`; ``terms`` are the facts that due rules may name.
    """
    faults: list[BuildFault] = []
    asked = [dict(one) for one in questions]
    kinds = {
        one["id"]: None if one["kind"] == "date" else frozenset(option["id"] for option in one["options"])
        for one in asked
    }
    built: dict[str, Question] = {}
    for one in asked:
        try:
            when = parse_condition(one.get("when"), kinds)
        except RuleInvalid as error:
            faults.append(BuildFault("question", one["id"], "when", str(error)))
            when = ()
        options = one.get("options") or []
        built[one["id"]] = Question(
            one["id"],
            None if one["kind"] == "date" else tuple(option["id"] for option in options),
            several=one["kind"] == "choices",
            when=when,
            private=frozenset(option["id"] for option in options if option.get("private")),
            expires=bool(one.get("expires")),
        )
    dates = frozenset(name for name, options in kinds.items() if options is None)
    made = [step for one in steps if (step := _step(one, kinds, dates, terms, faults))]
    try:
        ordered = in_order(made)
    except Circle as circle:
        message = f"these steps wait for one another: {circle}"
        faults.append(BuildFault("step", circle.steps[0], "after", message))
        ordered = ()
    return Plan(built, ordered), faults


def all_faults(
    questions: Iterable[Data], steps: Iterable[Data], terms: Mapping[str, Term | date]
) -> list[BuildFault]:
    """Everything that is wrong with the parts, and with them as a whole."""
    plan, faults = build(questions, steps, terms)
    whole = soundness.faults(plan.questions, plan.steps)
    return faults + [
        BuildFault("question" if key in plan.questions else "step", key, field, message)
        for key, field, message in whole
    ]


def _step(
    one: Data,
    kinds: Mapping[str, frozenset[str] | None],
    dates: frozenset[str],
    terms: Mapping[str, Term | date],
    faults: list[BuildFault],
) -> Step | None:
    before = len(faults)
    conditions = {}
    for name in ("when", "unless"):
        try:
            conditions[name] = parse_condition(one.get(name), kinds)
        except RuleInvalid as error:
            faults.append(BuildFault("step", one["id"], name, str(error)))
    due: list[DueRule] = []
    for words in one.get("due") or ():
        try:
            due.append(parse_due(words, dates=dates, terms=terms))
        except RuleInvalid as error:
            faults.append(BuildFault("step", one["id"], "due", str(error)))
    if len(faults) > before:
        return None
    return Step(
        one["id"],
        Phase(one["phase"]),
        one.get("position", 100),
        conditions["when"],
        conditions["unless"],
        tuple(one.get("after") or ()),
        tuple(due),
        bool(one.get("safety")),
    )
