"""Conditions as plain data: which answers make a step apply. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dateutil.relativedelta import relativedelta

from acasa.foundation.city.said import Said

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


@dataclass(frozen=True, slots=True)
class Range:
    """Days between two bounds seen from today; None is no bound. Both bounds belong to it."""

    words: str
    first: tuple[int, str] | None
    last: tuple[int, str] | None
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


def contradicted(condition: Condition, facts: Facts, today: date) -> bool:
    """Whether what was answered rules every alternative out, whatever the rest would be."""
    return bool(condition) and all(
        any(clause.question in facts and not clause.holds(facts, today) for clause in alternative)
        for alternative in condition
    )
