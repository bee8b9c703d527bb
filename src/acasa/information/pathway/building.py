"""From what a pack or the database holds to the rules' own values, with everything that is wrong on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from acasa.foundation.packs.said import Said

from . import soundness
from .conditions import RuleInvalid, parse_condition
from .rules import FIXED, Circle, Phase, Plan, Question, Step, in_order
from .terms import DueRule, Term, parse_due

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BuildFault:
    """What is wrong with a question or step: its id, the field, what was expected."""

    kind: str
    key: str
    field: str
    message: Said


def terms_of(
    facts: Iterable[tuple[str, str, Decimal | None, date | None]],
) -> dict[str, Term | date]:
    """What due rules may name, by fact: a duration in whole days or longer, or a day.

    Each fact comes with its name, unit, amount and day. Of hours each begun day counts, for a date has no hours;
    a duration of no whole number is left out.
    """
    found: dict[str, Term | date] = {}
    for slug, unit, amount, day in facts:
        if day:
            found[slug] = day
        elif amount is not None and unit in ("minutes", "hours"):
            days = amount / (24 if unit == "hours" else 24 * 60)
            found[slug] = Term(int(days.to_integral_value(ROUND_CEILING)), "days")
        elif amount is not None and amount == amount.to_integral_value():
            found[slug] = Term(int(amount), unit.replace("-", " "))
    return found


def persona_faults(facts: Mapping[str, Any], questions: Iterable[Data]) -> Iterator[tuple[str, Said]]:
    """What is wrong with an invented person's answers: the question, and what was expected."""
    asked = {one["id"]: one for one in questions}
    for name, answer in facts.items():
        if name not in asked:
            yield name, Said("no question “%(name)s”", name=name)
        elif asked[name]["kind"] == "date":
            if persona_day(answer, date(2026, 1, 1)) is None:
                yield (
                    name,
                    Said(
                        "%(name)s: expected days from today, such as -14, or a date such as 2026-12-31",
                        name=name,
                    ),
                )
        else:
            options = {option["id"] for option in asked[name]["options"]}
            for one in answer if isinstance(answer, list) else [answer]:
                if one not in options:
                    yield name, Said("%(name)s: no option “%(option)s”", name=name, option=one)


def persona_day(value: Any, today: date) -> date | None:
    """A day of a persona: so many days from today, or a date; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 40_000:
        return today + timedelta(days=value)
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def build(
    questions: Iterable[Data], steps: Iterable[Data], terms: Mapping[str, Term | date]
) -> tuple[Plan, list[BuildFault]]:
    """The plan of a city and the faults of its parts; what is faulty is left out of the plan.

    A step whose term cannot be read stays without it: whoever needs the step must not lose it with its date.

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
            faults.append(BuildFault("question", one["id"], "when", error.expected))
            when = ()
        options = one.get("options") or []
        if wrong := _not_as_fixed(one):
            faults.append(BuildFault("question", one["id"], *wrong))
        built[one["id"]] = Question(
            one["id"],
            None if one["kind"] == "date" else tuple(option["id"] for option in options),
            several=one["kind"] == "choices",
            when=when,
            private=frozenset(option["id"] for option in options if option.get("private")),
            printed=frozenset(option["id"] for option in options if option.get("printed")),
            expires=bool(one.get("expires")),
        )
    dates = frozenset(name for name, options in kinds.items() if options is None)
    made = [step for one in steps if (step := _step(one, kinds, dates, terms, faults))]
    try:
        ordered = in_order(made)
    except Circle as circle:
        message = Said("these steps wait for one another: %(steps)s", steps=str(circle))
        faults.append(BuildFault("step", circle.steps[0], "after", message))
        ordered = ()
    return Plan(built, ordered), faults


def _not_as_fixed(question: Data) -> tuple[str, Said] | None:
    """Where a question that the program itself reads is not of the kind it needs: the field, what was expected."""
    if question["id"] not in FIXED:
        return None
    kind, options = FIXED[question["id"]]
    if question["kind"] != kind:
        return "kind", Said("expected %(kind)s, for the program reads this answer", kind=kind)
    missing = options - {option["id"] for option in question.get("options") or ()}
    if missing:
        return "options", Said(
            "expected “%(option)s” among them, for the program reads this answer", option=min(missing)
        )
    return None


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
    conditions = {}
    for name in ("when", "unless"):
        try:
            conditions[name] = parse_condition(one.get(name), kinds)
        except RuleInvalid as error:
            faults.append(BuildFault("step", one["id"], name, error.expected))
    due: list[DueRule] = []
    for words in one.get("due") or ():
        try:
            due.append(parse_due(words, dates=dates, terms=terms))
        except RuleInvalid as error:
            faults.append(BuildFault("step", one["id"], "due", error.expected))
    if conditions.keys() < {"when", "unless"}:
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
        bool(one.get("private")),
    )
