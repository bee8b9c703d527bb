"""A person's answers: read from a form, and written so short that they fit behind the ``#`` of an address. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl, urlencode

from .conditions import Answer, Facts
from .rules import Question

_DOTTED = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_LONGEST = 2000
"""Characters that an address behind the ``#`` may have; ours have a few hundred."""
# Digits of the scripts we speak, as people type them into a date.
_DIGITS = {
    ord(digit): str(number % 10) for number, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯")
}


SENDER = ("from", "contact")
"""Fields in which an employer or school that prepares somebody's path says who it is."""
RESERVED = frozenset({*SENDER, "facts", "was", "change", "beside"})
"""Names of fields that are no questions."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered, and what was written into a date and is none (by question), so that nothing is lost.

    ``sender`` is who prepared the answers, in their own words, which nobody checked.
    """

    facts: dict[str, Answer]
    unread: dict[str, str] = field(default_factory=dict)
    sender: dict[str, str] = field(default_factory=dict)


def read_day(text: str) -> date | None:
    """A day as browsers send it (2026-12-31) or as people write it (31.12.2026, 31/12/2026); None for no day."""
    text = text.strip().translate(_DIGITS)
    found = _DOTTED.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None


def from_form(questions: Mapping[str, Question], sent: Mapping[str, Sequence[str]]) -> Given:
    """Answers from a form's fields by name; what is not an option is passed over."""
    given = Given({})
    for name in SENDER:
        if value := " ".join((sent.get(name) or [""])[0].split())[:80]:
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


def written(
    questions: Mapping[str, Question],
    facts: Facts,
    *,
    private: bool,
    sender: Mapping[str, str] = {},
) -> str:
    """The answers in one line, ``purpose=work&arrived=2026-11-08``, in the order of the questions.

    Private answers are left out unless ``private`` is asked for: an address stays in a history.
    """
    pairs = []
    for name, question in questions.items():
        answer = facts.get(name)
        if isinstance(answer, date):
            pairs.append((name, answer.isoformat()))
        elif answer:
            kept = sorted(one for one in answer if private or one not in question.private)
            if kept:
                pairs.append((name, ",".join(kept)))
    pairs += [(name, sender[name]) for name in SENDER if sender.get(name)]
    return urlencode(pairs, safe=",")


def from_written(questions: Mapping[str, Question], line: str) -> Given:
    """The answers of :func:`written`; what makes no sense is passed over."""
    pairs = parse_qsl(line[:_LONGEST].lstrip("#"), errors="replace")
    return from_form(
        questions, {name: [value] if name in SENDER else value.split(",") for name, value in pairs}
    )


def is_private(questions: Mapping[str, Question], facts: Facts) -> bool:
    """Whether something was answered that must stay in no address."""
    return any(
        not isinstance(answer, date) and not answer.isdisjoint(questions[name].private)
        for name, answer in facts.items()
        if name in questions
    )
