"""From a few facts about a person to the steps that apply, in order, with their dates. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from .conditions import All, Answer, Clause, Condition, Facts, contradicted, first_true
from .terms import DueRule, IsWorkingDay, last_open, next_open

SOON = 14
"""Days ahead that count as “now”."""
FURTHEST = 150 * 366
"""Days from today within which a day answered can be meant."""
FIXED: Mapping[str, tuple[str, frozenset[str]]] = {
    "purpose": ("choice", frozenset()),
    "place_now": ("choice", frozenset({"abroad"})),
    "arrived": ("date", frozenset()),
}
"""Questions that every city asks, because the program itself reads them: their kind, and options they must have."""
RADAR = (30, 60, 90)
"""Days before a paper ends at which its holder is told."""


class Phase(StrEnum):
    """When in a newcomer's life a step has its place."""

    SAFETY = "safety"
    BEFORE_TRAVEL = "before-travel"
    FIRST_DAYS = "first-days"
    FIRST_WEEKS = "first-weeks"
    FIRST_MONTHS = "first-months"
    LATER = "later"


_ORDER = {phase: number for number, phase in enumerate(Phase)}
_STAYS = ((7, Phase.FIRST_DAYS), (42, Phase.FIRST_WEEKS), (240, Phase.FIRST_MONTHS))


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked. ``options`` is None for a date; ``private`` answers stand in no address.

    The steps of those of them that are ``printed`` stand on paper.
    """

    id: str
    options: tuple[str, ...] | None
    several: bool = False
    when: Condition = ()
    private: frozenset[str] = frozenset()
    printed: frozenset[str] = frozenset()
    expires: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the rules see it; its texts are elsewhere."""

    id: str
    phase: Phase
    position: int = 100
    when: Condition = ()
    unless: Condition = ()
    after: tuple[str, ...] = ()
    due: tuple[DueRule, ...] = ()
    safety: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term.

    ``go_by`` is the last working day up to it, ``next_open`` the first one after today. ``rule`` is None where the day comes from a later step, ``for_step``,
    that needs this one first.
    """

    day: date
    go_by: date
    today: date
    next_open: date
    rule: DueRule | None
    for_step: str = ""

    @property
    def days(self) -> int:
        """Days from today; negative where the term is over."""
        return (self.day - self.today).days

    @property
    def late(self) -> bool:
        return self.day < self.today

    @property
    def closed(self) -> bool:
        """Whether the last day is a day on which offices are closed."""
        return self.go_by != self.day

    @property
    def to_go(self) -> date:
        """The day on which to go: while there is time the last working day of the term, else the next one there is."""
        return self.go_by if self.go_by >= self.today else self.next_open

    @property
    def soon(self) -> bool:
        """Late, or to be done within :data:`SOON` days."""
        return (self.go_by - self.today).days <= SOON


@dataclass(frozen=True, slots=True)
class Planned:
    """A step that applies to somebody: why, and by when. ``because`` is empty for a step for everybody."""

    step: Step
    because: All
    due: Due | None

    @property
    def now(self) -> bool:
        """Whether it stands before everything else: safety, late, or soon due."""
        return self.step.safety or (self.due is not None and self.due.soon)


@dataclass(frozen=True, slots=True)
class Expiry:
    """A paper that ends: ``mark`` is the smallest of :data:`RADAR` reached, 0 once it is over, None before."""

    question: str
    day: date
    days: int
    mark: int | None


@dataclass(frozen=True, slots=True)
class Path:
    """What applies, first what is urgent, then by phase; ``open_questions`` would add steps, so many each."""

    steps: tuple[Planned, ...]
    current: Phase
    expiries: tuple[Expiry, ...]
    open_questions: Mapping[str, int]
    facts: Facts = field(repr=False)

    @property
    def now(self) -> list[Planned]:
        return [one for one in self.steps if one.now]

    def in_phase(self, phase: Phase) -> list[Planned]:
        """The steps of a phase that are not urgent."""
        return [one for one in self.steps if one.step.phase == phase and not one.now]


@dataclass(frozen=True, slots=True)
class Plan:
    """All questions and steps of a city; the steps stand so that what comes first stands first."""

    questions: Mapping[str, Question]
    steps: tuple[Step, ...]


class Circle(ValueError):
    """Steps that wait for one another; ``steps`` names them in order."""

    def __init__(self, steps: Sequence[str]) -> None:
        self.steps = tuple(steps)
        super().__init__(" → ".join(steps))


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps by phase and position, each after those it waits for.

    Raises :class:`Circle` where they wait for one another. Names of steps that are not there are passed over.
    """
    by_id = {step.id: step for step in sorted(steps, key=lambda s: (_ORDER[s.phase], s.position, s.id))}
    found: dict[str, Step] = {}
    for start in by_id:
        trail: list[str] = []
        _place(start, by_id, found, trail)
    return tuple(found.values())


def _place(name: str, by_id: Mapping[str, Step], found: dict[str, Step], trail: list[str]) -> None:
    if name in found or name not in by_id:
        return
    if name in trail:
        raise Circle([*trail[trail.index(name) :], name])
    trail.append(name)
    for before in by_id[name].after:
        _place(before, by_id, found, trail)
    trail.pop()
    found[name] = by_id[name]


def relevant(plan: Plan, facts: Facts, today: date) -> dict[str, Answer]:
    """The answers that count: to questions that are there, and that the other answers do not rule out.

    Options that are not there are dropped, and a question left with none counts as not answered; so does a day more
    than :data:`FURTHEST` away.
    """
    return _relevant(plan, facts, today)[0]


def _relevant(plan: Plan, facts: Facts, today: date) -> tuple[dict[str, Answer], frozenset[str]]:
    """The answers that count, and the questions that they rule out."""
    known: dict[str, Answer] = {}
    for name, answer in facts.items():
        question = plan.questions.get(name)
        if question is None or (question.options is None) != isinstance(answer, date):
            continue
        if isinstance(answer, date):
            if abs((answer - today).days) > FURTHEST:
                continue
        else:
            answer = answer & frozenset(question.options or ())
            if not answer or (len(answer) > 1 and not question.several):
                continue
        known[name] = answer
    unasked = _unasked(plan, known, today)
    return {name: answer for name, answer in known.items() if name not in unasked}, unasked


def _unasked(plan: Plan, facts: Facts, today: date) -> frozenset[str]:
    """The questions that the answers rule out, and those that are asked only after one of them, all the way down."""
    found: frozenset[str] = frozenset()
    while more := {
        name
        for name, question in plan.questions.items()
        if name not in found and contradicted(question.when, facts, today, found)
    }:
        found |= more
    return found


def path(plan: Plan, facts: Facts, *, today: date, is_working_day: IsWorkingDay) -> Path:
    """The steps that apply to somebody, with the reasons and the dates.

    Urgent steps come first (safety, then by date), then the rest by phase and order. A step's day is never later than
    the day of a step that waits for it.
    """
    known, unasked = _relevant(plan, facts, today)
    chosen: dict[str, Planned] = {}
    missing: dict[str, int] = {}
    for step in plan.steps:
        because = first_true(step.when, known, today)
        if because is None:
            for question in _would_decide(step, known, today):
                missing[question] = missing.get(question, 0) + 1
        elif not _left_out(step, known, today):
            chosen[step.id] = Planned(step, because, _due(step, known, today, is_working_day))
    _pull_forward(plan.steps, chosen)
    # Python's sort keeps the order of the plan among equals: what is waited for stands first.
    steps = sorted(chosen.values(), key=_urgency)
    unanswered = {name: count for name, count in missing.items() if name not in unasked}
    return Path(tuple(steps), _phase(known, today), _expiries(plan, known, today), unanswered, known)


def _urgency(one: Planned) -> tuple[int, date]:
    if one.step.safety:
        return 0, date.min
    if one.due is not None and one.now:
        return 1, one.due.go_by
    return 2 + _ORDER[one.step.phase], date.min


def _would_decide(step: Step, facts: Facts, today: date) -> set[str]:
    """Questions not answered yet of which an answer to one alone brings the step."""
    found = set()
    for alternative in step.when:
        failing = [clause for clause in alternative if not clause.holds(facts, today)]
        if len(failing) != 1 or failing[0].question in facts:
            continue
        if _left_in(step, failing[0], facts, today):
            found.add(failing[0].question)
    return found


def _left_out(step: Step, facts: Facts, today: date) -> bool:
    """Whether the ``unless`` of a step holds."""
    return bool(step.unless) and first_true(step.unless, facts, today) is not None


def _left_in(step: Step, wanted: Clause, facts: Facts, today: date) -> bool:
    """Whether an answer with which a line holds would not leave the step out by its ``unless``."""
    if not any(clause.question == wanted.question for alternative in step.unless for clause in alternative):
        return not _left_out(step, facts, today)
    return any(
        not _left_out(step, trial, today)
        for answer in _telling(wanted, step.unless, today)
        if wanted.holds(trial := {**facts, wanted.question: answer}, today)
    )


def _telling(wanted: Clause, others: Condition, today: date) -> Iterator[Answer]:
    """Answers to a question among which each outcome of some lines on it occurs: its options, days around bounds."""
    yield from (frozenset({option}) for option in wanted.answers)
    if wanted.ranges:
        yield today
    lines = (wanted, *(clause for one in others for clause in one if clause.question == wanted.question))
    for one in (one for clause in lines for one in clause.ranges):
        for bound in one.bounds(today):
            yield from (bound + timedelta(days=more) for more in (-1, 0, 1))


def _due(step: Step, facts: Facts, today: date, is_working_day: IsWorkingDay) -> Due | None:
    earliest: tuple[date, DueRule] | None = None
    for rule in step.due:
        day = rule.resolve(facts, today, is_working_day)
        if day is not None and (earliest is None or day < earliest[0]):
            earliest = day, rule
    if earliest is None:
        return None
    day, rule = earliest
    return Due(day, last_open(day, is_working_day), today, next_open(today, is_working_day), rule)


def _pull_forward(order: Sequence[Step], chosen: dict[str, Planned]) -> None:
    for step in reversed(order):
        planned = chosen.get(step.id)
        if planned is None or planned.due is None:
            continue
        for name in step.after:
            before = chosen.get(name)
            if before is not None and (before.due is None or before.due.day > planned.due.day):
                due = replace(planned.due, rule=None, for_step=planned.due.for_step or step.id)
                chosen[name] = replace(before, due=due)


def _phase(facts: Facts, today: date) -> Phase:
    arrived = facts.get("arrived")
    if facts.get("place_now") == frozenset({"abroad"}) or (isinstance(arrived, date) and arrived > today):
        return Phase.BEFORE_TRAVEL
    if isinstance(arrived, date):
        days = (today - arrived).days
        return next((phase for most, phase in _STAYS if days <= most), Phase.LATER)
    return Phase.FIRST_WEEKS


def _expiries(plan: Plan, facts: Facts, today: date) -> tuple[Expiry, ...]:
    found = []
    for name, question in plan.questions.items():
        day = facts.get(name)
        if question.expires and isinstance(day, date):
            days = (day - today).days
            mark = 0 if days < 0 else next((mark for mark in RADAR if days <= mark), None)
            found.append(Expiry(name, day, days, mark))
    return tuple(sorted(found, key=lambda one: (one.day, one.question)))


@dataclass(frozen=True, slots=True)
class Changes:
    """What another answer changes: steps that come, go, or have another day (before and after)."""

    come: tuple[Planned, ...]
    go: tuple[Planned, ...]
    moved: tuple[tuple[Planned, Planned], ...]

    def __bool__(self) -> bool:
        return bool(self.come or self.go or self.moved)


def changes(before: Path, after: Path) -> Changes:
    """What differs between two paths, in the order of the paths."""
    old = {one.step.id: one for one in before.steps}
    new = {one.step.id: one for one in after.steps}
    return Changes(
        tuple(one for one in after.steps if one.step.id not in old),
        tuple(one for one in before.steps if one.step.id not in new),
        tuple(
            (old[one.step.id], one)
            for one in after.steps
            if one.step.id in old
            and (old[one.step.id].due and old[one.step.id].due.day) != (one.due and one.due.day)  # type: ignore[union-attr]
        ),
    )
