"""Conditions as plain data: which answers make a step apply. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta

from acasa.foundation.packs.said import Said

Answer = frozenset[str] | date
"""What a person answered: the ids of options (of one or several), or a day."""
Facts = Mapping[str, Answer]
"""Answers by the id of their question."""

UNITS = ("days", "working days", "weeks", "months", "years")
_UNIT = r"(?P<unit>days?|weeks?|months?|years?)"
_SPAN = re.compile(rf"(?P<kind>over|under|in under|in over) (?P<amount>[1-9]\d{{0,3}}) {_UNIT}(?P<ago> ago)?")
_BOUND = 400
"""Years: nobody's date is further from today, and no arithmetic leaves the calendar."""


class RuleInvalid(ValueError):
    """A condition or due rule that cannot be understood; the message says what was expected."""

    def __init__(self, expected: Said) -> None:
        super().__init__(expected)
        self.expected = expected


def span(amount: int, unit: str) -> relativedelta | timedelta:
    """So many days, weeks, months or years; months and years keep the day or end with the month."""
    name = unit.rstrip("s") + "s"
    if name == "days":
        return timedelta(days=amount)
    if name == "weeks":
        return timedelta(weeks=amount)
    return relativedelta(months=amount) if name == "months" else relativedelta(years=amount)


Bound = tuple[int, str]
"""So many days, weeks, months or years from today; negative for days that are over."""


def _in_months(bound: Bound) -> int | None:
    """The months from today; None where it is counted in days or weeks."""
    amount, unit = bound
    return {"month": amount, "year": 12 * amount}.get(unit.rstrip("s"))


def _fewest_and_most_days(bound: Bound) -> tuple[int, int]:
    """Between which numbers of days from today a bound lies, whatever day today is."""
    months = _in_months(bound)
    if months is None:
        days = bound[0] * (7 if bound[1].startswith("week") else 1)
        return days, days
    years, rest = divmod(abs(months), 12)
    fewest, most = 365 * years + 28 * rest, 366 * years + 31 * rest
    return (fewest, most) if months >= 0 else (-most, -fewest)


def _surely_up_to(one: Bound, other: Bound, *, earlier: bool) -> bool:
    """Whether a bound never lies after another, whatever day today is; with ``earlier``, nor on the same day."""
    months, other_months = _in_months(one), _in_months(other)
    if months is not None and other_months is not None:
        return months < other_months if earlier else months <= other_months
    latest, earliest = _fewest_and_most_days(one)[1], _fewest_and_most_days(other)[0]
    return latest < earliest if earlier else latest <= earliest


@dataclass(frozen=True, slots=True)
class Range:
    """Days between two bounds seen from today; None is no bound. Both bounds belong to it."""

    words: str
    first: Bound | None
    last: Bound | None
    first_open: bool = False
    last_open: bool = False

    def holds(self, day: date, today: date) -> bool:
        if self.first is not None:
            bound = today + span(*self.first)
            if day < bound or (self.first_open and day == bound):
                return False
        if self.last is not None:
            bound = today + span(*self.last)
            if day > bound or (self.last_open and day == bound):
                return False
        return True

    def bounds(self, today: date) -> Iterator[date]:
        """The days on which it begins and ends, where it does."""
        for bound in (self.first, self.last):
            if bound is not None:
                yield today + span(*bound)

    def within(self, other: Range) -> bool:
        """Whether all its days surely belong to another range too, whatever day today is."""
        return self._not_before(other) and self._not_after(other)

    def _not_before(self, other: Range) -> bool:
        if other.first is None or self.first is None:
            return other.first is None
        return _surely_up_to(other.first, self.first, earlier=other.first_open and not self.first_open)

    def _not_after(self, other: Range) -> bool:
        if other.last is None or self.last is None:
            return other.last is None
        return _surely_up_to(self.last, other.last, earlier=other.last_open and not self.last_open)


@lru_cache(maxsize=256)
def parse_range(words: str) -> Range:
    """``known``, ``past``, ``future``, ``over 5 years ago``, ``under 90 days ago``, ``in under 90 days``, ``in over …``.

    Raises :class:`RuleInvalid` for anything else.
    """
    if words == "known":
        return Range(words, None, None)
    if words == "past":
        return Range(words, None, (0, "days"))
    if words == "future":
        return Range(words, (1, "days"), None)
    found = _SPAN.fullmatch(words)
    if found is None or bool(found["ago"]) == found["kind"].startswith("in "):
        raise RuleInvalid(
            Said(
                "expected known, past, future, “over 5 years ago”, “under 90 days ago”, “in under 90 days” or "
                "“in over 90 days”, found “%(words)s”",
                words=words,
            )
        )
    amount, unit = int(found["amount"]), found["unit"]
    if unit.startswith("year") and amount > _BOUND:
        raise RuleInvalid(
            Said("expected at most %(most)s years, found “%(words)s”", most=_BOUND, words=words)
        )
    match found["kind"]:
        case "over":
            return Range(words, None, (-amount, unit), last_open=True)
        case "under":
            return Range(words, (-amount, unit), (0, "days"))
        case "in under":
            return Range(words, (0, "days"), (amount, unit))
        case _:
            return Range(words, (amount, unit), None, first_open=True)


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a condition: any of these answers to this question."""

    question: str
    answers: frozenset[str]
    ranges: tuple[Range, ...] = ()

    def holds(self, facts: Facts, today: date) -> bool:
        answer = facts.get(self.question)
        if answer is None:
            return False
        if isinstance(answer, date):
            return any(one.holds(answer, today) for one in self.ranges)
        return not self.answers.isdisjoint(answer)

    def implies(self, other: Clause) -> bool:
        """Whether the other line, about the same day, surely holds wherever this one does."""
        return all(any(one.within(wider) for wider in other.ranges) for one in self.ranges)


All = tuple[Clause, ...]
"""Lines that must all hold."""
Condition = tuple[All, ...]
"""Alternatives of which one must hold; none at all holds for everybody."""


def parse_condition(data: Any, kinds: Mapping[str, frozenset[str] | None]) -> Condition:
    """A condition from a pack or an editor: a mapping, or a list of mappings.

    ``kinds`` gives the option ids of each question, None for a date. Raises :class:`RuleInvalid`.
    """
    if not data:
        return ()
    alternatives = data if isinstance(data, Sequence) and not isinstance(data, str) else [data]
    return tuple(_all(one, kinds) for one in alternatives)


def _all(data: Any, kinds: Mapping[str, frozenset[str] | None]) -> All:
    if not isinstance(data, Mapping) or not data:
        raise RuleInvalid(Said("expected questions with their answers, such as {purpose: [work, study]}"))
    return tuple(_clause(str(name), answers, kinds) for name, answers in data.items())


def _clause(name: str, answers: Any, kinds: Mapping[str, frozenset[str] | None]) -> Clause:
    if name not in kinds:
        raise RuleInvalid(Said("no question “%(name)s”", name=name))
    listed = answers if isinstance(answers, list | tuple) else [answers]
    if not listed or not all(isinstance(one, str) for one in listed):
        raise RuleInvalid(
            Said("%(name)s: expected answers as words; write 'yes' and 'no' in quotes", name=name)
        )
    options = kinds[name]
    if options is None:
        return Clause(name, frozenset(), tuple(parse_range(one) for one in listed))
    for one in listed:
        if one not in options:
            raise RuleInvalid(Said("%(name)s: no option “%(option)s”", name=name, option=one))
    return Clause(name, frozenset(listed))


def first_true(condition: Condition, facts: Facts, today: date) -> All | None:
    """The first alternative that holds, () for a condition without any, None where none holds."""
    if not condition:
        return ()
    for alternative in condition:
        if all(clause.holds(facts, today) for clause in alternative):
            return alternative
    return None


def contradicted(
    condition: Condition, facts: Facts, today: date, unasked: Container[str] = frozenset()
) -> bool:
    """Whether what was answered rules every alternative out, whatever the rest would be.

    ``unasked`` are the questions that can have no answer any more.
    """
    return bool(condition) and all(
        any(
            clause.question in unasked or (clause.question in facts and not clause.holds(facts, today))
            for clause in alternative
        )
        for alternative in condition
    )
