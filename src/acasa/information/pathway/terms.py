"""Due rules: by which day, counted from another day. Pure.

A term in days ends with its last day; the first day counted is the one after the event. A term in months or years
ends on the same day of the month, or with the month where it is shorter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from acasa.foundation.packs.said import Said

from .conditions import UNITS, Facts, RuleInvalid, span

IsWorkingDay = Callable[[date], bool]

_AMOUNT = r"(?:\{(?P<fact>[a-z0-9-]+)\}|(?P<number>[1-9]\d{0,3}) (?P<unit>(?:working )?days?|weeks?|months?|years?))"
_BEFORE = re.compile(rf"{_AMOUNT} before \{{(?P<question>[a-z0-9_]+)\}}")
_WITHIN = re.compile(rf"within {_AMOUNT} of \{{(?P<question>[a-z0-9_]+)\}}")
_ON = re.compile(r"on \{(?P<question>[a-z0-9_]+)\}")
_YEARLY = re.compile(r"every year by (?P<day>\d\d)-(?P<month>\d\d)")
_BY_DAY = re.compile(r"by (?P<day>\d{4}-\d\d-\d\d)")
_BY_FACT = re.compile(r"by \{(?P<fact>[a-z0-9-]+)\}")
_MOST = dict(zip(UNITS, (9999, 2500, 1400, 400, 100), strict=True))
_MOST_CLOSED = 30
"""Days looked through for a working day; no calendar is closed for longer."""


@dataclass(frozen=True, slots=True)
class Term:
    """So long: an amount and one of :data:`~.conditions.UNITS`."""

    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class DueRule:
    """A day relative to an answer (``question`` and ``term``), of every year (``yearly``), or fixed (``day``)."""

    words: str
    question: str = ""
    term: Term | None = None
    before: bool = False
    yearly: tuple[int, int] | None = None
    day: date | None = None

    def resolve(self, facts: Facts, today: date, is_working_day: IsWorkingDay) -> date | None:
        """The last day; None where the answer it counts from is not known."""
        if self.day:
            return self.day
        if self.yearly:
            return _next(*self.yearly, today)
        start = facts.get(self.question)
        if not isinstance(start, date):
            return None
        if self.term is None:
            return start
        sign = -1 if self.before else 1
        if self.term.unit.startswith("working"):
            return _working_days(start, sign * self.term.amount, is_working_day)
        return start + span(sign * self.term.amount, self.term.unit)


def parse_due(words: str, *, dates: frozenset[str], terms: Mapping[str, Term | date]) -> DueRule:
    """A due rule; ``dates`` are the questions for a day, ``terms`` the facts that give a duration or a day.

    Raises :class:`~.conditions.RuleInvalid` with what was expected.
    """
    if found := _BY_DAY.fullmatch(words):
        try:
            return DueRule(words, day=date.fromisoformat(found["day"]))
        except ValueError as error:
            raise RuleInvalid(Said("no such day: “%(words)s”", words=words)) from error
    if found := _BY_FACT.fullmatch(words):
        day = terms.get(found["fact"])
        if not isinstance(day, date):
            raise RuleInvalid(Said("no fact “%(fact)s” that is a date", fact=found["fact"]))
        return DueRule(words, day=day)
    if found := _YEARLY.fullmatch(words):
        month, of_month = int(found["month"]), int(found["day"])
        try:
            date(2024, month, of_month)
        except ValueError as error:
            raise RuleInvalid(
                Said("no such day: “%(words)s” (day-month, such as 25-05)", words=words)
            ) from error
        return DueRule(words, yearly=(month, of_month))
    found = _BEFORE.fullmatch(words) or _WITHIN.fullmatch(words) or _ON.fullmatch(words)
    if found is None:
        raise RuleInvalid(
            Said(
                "expected “30 days before {visa_end}”, “within 15 days of {arrived}”, “on {arrived}”, "
                "“every year by 25-05” or “by 2027-03-04”, found “%(words)s”",
                words=words,
            )
        )
    named = found.groupdict()
    if named["question"] not in dates:
        raise RuleInvalid(Said("no question “%(name)s” for a day", name=named["question"]))
    if found.re is _ON:
        return DueRule(words, named["question"])
    before = found.re is _BEFORE
    if named["fact"]:
        term = terms.get(named["fact"])
        if not isinstance(term, Term):
            raise RuleInvalid(
                Said("no fact “%(fact)s” that is a duration in whole days or longer", fact=named["fact"])
            )
        return DueRule(words, named["question"], _bounded(term), before)
    unit = named["unit"] if named["unit"].endswith("s") else named["unit"] + "s"
    return DueRule(words, named["question"], _bounded(Term(int(named["number"]), unit)), before)


def named_facts(words: str) -> set[str]:
    """The facts that a due rule names; names of questions have no hyphen, and those of facts may."""
    return {name for pattern in (_BEFORE, _WITHIN, _BY_FACT) if (found := pattern.fullmatch(words))
            and (name := found["fact"])}  # fmt: skip


def _bounded(term: Term) -> Term:
    if term.amount < 1 or term.amount > _MOST[term.unit]:
        raise RuleInvalid(
            Said(
                "expected a term of 1 to %(most)s %(unit)s, found %(amount)s",
                most=_MOST[term.unit], unit=term.unit, amount=term.amount,
            )
        )  # fmt: skip
    return term


def _next(month: int, of_month: int, today: date) -> date:
    for year in (today.year, today.year + 1):
        try:
            day = date(year, month, of_month)
        except ValueError:  # 29 February of an ordinary year
            day = date(year, 2, 28)
        if day >= today:
            return day
    raise AssertionError("a day of every year comes within a year")


def _working_days(start: date, amount: int, is_working_day: IsWorkingDay) -> date:
    step, day = (1 if amount > 0 else -1), start
    left = abs(amount)
    while left:
        day += timedelta(days=step)
        left -= is_working_day(day)
    return day


def next_open(day: date, is_working_day: IsWorkingDay) -> date:
    """The first working day after a day."""
    for ahead in range(1, _MOST_CLOSED):
        after = day + timedelta(days=ahead)
        if is_working_day(after):
            return after
    return day + timedelta(days=1)


def last_open(day: date, is_working_day: IsWorkingDay) -> date:
    """The last working day up to a day: when an office can still be reached."""
    for back in range(_MOST_CLOSED):
        before = day - timedelta(days=back)
        if is_working_day(before):
            return before
    return day
