"""A person's answers: read from a form, and written so short that they fit behind the ``#`` of an address. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from acasa.foundation.texts.typed import read_day

from .conditions import Answer, Facts, first_true
from .rules import Plan, Question

_LONGEST = 2000
"""Characters that an address behind the ``#`` may have; ours have a few hundred."""
_ROOM = 360
"""Characters that each of a sender's fields may have in an address: 80 in Latin letters, 60 in Arabic ones."""

SENDER = ("from", "contact")
"""Fields in which an employer or school that prepares somebody's path says who it is."""
RESERVED = frozenset({*SENDER, "facts", "was", "change", "beside", "set", "before", "at"})
"""Names of fields that are no questions."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered, and what was written into a date and is none (by question), so that nothing is lost.

    ``sender`` is who prepared the answers, in their own words, which nobody checked.
    """

    facts: dict[str, Answer]
    unread: dict[str, str] = field(default_factory=dict)
    sender: dict[str, str] = field(default_factory=dict)


def _short(text: str) -> str:
    """What of somebody's words has room in an address beside all answers."""
    text = text[:80]
    while len(quote(text)) > _ROOM:
        text = text[:-1]
    return text


def from_form(questions: Mapping[str, Question], sent: Mapping[str, Sequence[str]]) -> Given:
    """Answers from a form's fields by name; what is not an option is passed over."""
    given = Given({})
    for name in SENDER:
        if value := _short(" ".join((sent.get(name) or [""])[0].split())):
            given.sender[name] = value
    for name, question in questions.items():
        values = [value for value in sent.get(name, ()) if value.strip()]
        if not values:
            continue
        if question.options is None:
            day = read_day(values[0])
            if day is None:
                given.unread[name] = values[0][:40]
            else:
                given.facts[name] = day
        elif chosen := frozenset(values) & frozenset(question.options):
            given.facts[name] = chosen if question.several else frozenset([min(chosen)])
    return given


def shareable(plan: Plan, facts: Facts, today: date) -> dict[str, Answer]:
    """The answers that may stand in an address, which stays in a history, and be seen by others.

    No private answer is among them, nothing that is asked only after one, no paper that has ended, for its day would
    say the same, and no other day gone by that makes a private step apply.
    """
    questions = plan.questions
    kept: dict[str, Answer] = {}
    for name, answer in facts.items():
        question = questions.get(name)
        if question is None:
            continue
        if isinstance(answer, date):
            if not (question.expires and answer < today):
                kept[name] = answer
        elif left := answer - question.private:
            kept[name] = left

    for alternative in (one for step in plan.steps if step.private for one in step.when):
        if all(clause.holds(kept, today) for clause in alternative):
            for name in [clause.question for clause in alternative if clause.ranges]:
                answer = kept[name]
                if isinstance(answer, date) and answer < today:
                    del kept[name]

    def tells(name: str) -> bool:
        when = questions[name].when
        return first_true(when, facts, today) is not None and first_true(when, kept, today) is None

    while telling := [name for name in kept if tells(name)]:
        for name in telling:
            del kept[name]
    return kept


def printable(plan: Plan, facts: Facts, today: date) -> dict[str, Answer]:
    """The answers whose steps may stand on paper: those of an address, and private ones marked as printed."""
    open_ = {name: replace(one, private=one.private - one.printed) for name, one in plan.questions.items()}
    return shareable(replace(plan, questions=open_), facts, today)


def written(questions: Mapping[str, Question], facts: Facts, *, sender: Mapping[str, str] = {}) -> str:
    """The answers in one line, ``purpose=work&arrived=2026-11-08``, in the order of the questions."""
    pairs = []
    for name in questions:
        answer = facts.get(name)
        if isinstance(answer, date):
            pairs.append((name, answer.isoformat()))
        elif answer:
            pairs.append((name, ",".join(sorted(answer))))
    pairs += [(name, sender[name]) for name in SENDER if sender.get(name)]
    return urlencode(pairs, safe=",")


def from_written(questions: Mapping[str, Question], line: str) -> Given:
    """The answers of :func:`written`; what makes no sense is passed over."""
    pairs = parse_qsl(line[:_LONGEST].lstrip("#"), errors="replace")
    return from_form(
        questions, {name: [value] if name in SENDER else value.split(",") for name, value in pairs}
    )


def with_one(questions: Mapping[str, Question], given: Given, name: str, values: Sequence[str]) -> Given:
    """The same answers with another one to one question; without it where nothing was chosen."""
    one = from_form(questions, {name: values})
    others = {asked: answer for asked, answer in given.facts.items() if asked != name}
    return Given(others | one.facts, one.unread, given.sender)
