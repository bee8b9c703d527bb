"""Invented plans and people for the properties of the rules: every shape that is allowed, nothing of a real city.

Among them are some that soundness refuses: steps that never apply, questions that nobody is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from acasa.information.pathway.conditions import UNITS, Clause, Condition, Facts, parse_range
from acasa.information.pathway.rules import Phase, Plan, Question, Step, in_order
from acasa.information.pathway.terms import DueRule, Term

TODAY = date(2026, 11, 22)
HOLIDAYS = {date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)}
DATES = ("arrived", "permit_end", "passport_end")
CHOICES = {"purpose": ("work", "study", "asylum"), "place_now": ("abroad", "here")}
SEVERAL = {"trouble": ("violence", "lost", "expired"), "children": ("small", "school")}
QUESTIONS = {
    **{name: Question(name, None, expires=name != "arrived") for name in DATES},
    **{name: Question(name, options) for name, options in CHOICES.items()},
    **{
        name: Question(name, options, several=True, private=frozenset({options[0]}))
        for name, options in SEVERAL.items()
    },
}


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


days = st.integers(-4000, 4000).map(lambda number: TODAY + timedelta(days=number))
RANGES = (
    "known",
    "past",
    "future",
    "over 5 years ago",
    "under 90 days ago",
    "in under 3 months",
    "in over 2 weeks",
)
ranges = st.sampled_from(RANGES).map(parse_range)
any_range = ranges | st.builds(
    "{0[0]} {1} {2}{0[1]}".format,
    st.sampled_from([("over", " ago"), ("under", " ago"), ("in over", ""), ("in under", "")]),
    st.integers(1, 100),
    st.sampled_from([unit for unit in UNITS if not unit.startswith("working")]),
).map(parse_range)


@st.composite
def clauses(draw: st.DrawFn, names: tuple[str, ...]) -> Clause:
    name = draw(st.sampled_from(names))
    options = QUESTIONS[name].options
    if options is None:
        return Clause(name, frozenset(), tuple(draw(st.lists(ranges, min_size=1, max_size=2))))
    return Clause(name, draw(st.frozensets(st.sampled_from(options), min_size=1)))


def conditions(names: Iterable[str]) -> st.SearchStrategy[Condition]:
    """Conditions on some questions; none where there are none."""
    among = tuple(sorted(names))
    if not among:
        return st.just(())
    lines = st.lists(clauses(among), min_size=1, max_size=3, unique_by=lambda one: one.question)
    return st.lists(lines.map(tuple), max_size=3).map(tuple)


units = st.sampled_from(UNITS)


@st.composite
def due_rules(draw: st.DrawFn) -> DueRule:
    match draw(st.integers(0, 2)):
        case 0:
            return DueRule("fixed", day=draw(days))
        case 1:
            return DueRule("yearly", yearly=draw(st.sampled_from([(5, 25), (2, 29), (12, 31), (1, 1)])))
    term = draw(st.none() | st.builds(Term, st.integers(1, 90), units))
    return DueRule("relative", draw(st.sampled_from(DATES)), term, draw(st.booleans()))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Question]:
    """The questions in any order, each for everybody or hanging on options of earlier ones."""
    asked: dict[str, Question] = {}
    for name in draw(st.permutations(sorted(QUESTIONS))):
        chosen = [one for one in asked if asked[one].options is not None]
        asked[name] = replace(QUESTIONS[name], when=draw(conditions(chosen)) if draw(st.booleans()) else ())
    return asked


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    phases = list(Phase)
    asked = draw(questions())
    of_all = [name for name, question in asked.items() if not question.when]
    steps: list[Step] = []
    for number in range(draw(st.integers(0, 12))):
        safety = draw(st.integers(0, 5)) == 0
        phase = draw(st.sampled_from(phases))
        earlier = [one.id for one in steps if phases.index(one.phase) <= phases.index(phase)]
        steps.append(
            Step(
                f"step-{number}",
                phase,
                draw(st.integers(0, 3)),
                draw(conditions(of_all if safety else asked)),
                () if safety else draw(conditions(asked)),
                tuple(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3))) if earlier else (),
                tuple(draw(st.lists(due_rules(), max_size=2))),
                safety,
            )
        )
    return Plan(asked, in_order(steps))


@st.composite
def people(draw: st.DrawFn) -> Facts:
    """Anybody, also with answers that make no sense."""
    facts: dict[str, frozenset[str] | date] = {}
    for name, question in QUESTIONS.items():
        if draw(st.booleans()):
            continue
        if question.options is None:
            facts[name] = draw(days | st.sampled_from([date.min, date.max, date(2024, 2, 29)]))
        else:
            some = draw(st.frozensets(st.sampled_from([*question.options, "nonsense"]), min_size=1))
            facts[name] = some if question.several else frozenset([min(some)])
    if draw(st.integers(0, 4)) == 0:
        facts["unheard_of"] = frozenset({"x"})
    return facts
