"""What each screen of the path shows of somebody's answers, as its template needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.printing.qr import svg
from acasa.foundation.texts.queries import Readings

from . import answers, calendar_file, models, presenting, queries, rules, wording
from .answers import Given
from .conditions import Facts
from .stages import stages

MOST_OPEN = 4
"""Open questions that are offered under a path: first those of the start, then those that would add most steps."""
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A question as the form shows it: what was answered, and a date that could not be read."""

    question: models.Question
    options: list[Option]
    value: str
    unread: str

    @property
    def answered(self) -> bool:
        return bool(self.value or self.unread or any(option.chosen for option in self.options))

    @property
    def put_back(self) -> bool:
        """Whether the browser may put the answer back when somebody comes back: never one that stands in no address."""
        questions = queries.plan().questions
        mine = questions[self.question.slug]
        after_private = any(
            not clause.answers.isdisjoint(questions[clause.question].private)
            for alternative in mine.when
            for clause in alternative
        )
        return not (mine.private or mine.expires or after_private)

    @property
    def when(self) -> str:
        """For the script that shows a question only where it is asked: ``papers=permit,long-visa|trouble=…``."""
        return "|".join(
            "&".join(f"{name}={','.join(listed)}" for name, listed in one.items())
            for one in self.question.when
        )


def fields(given: Given) -> list[Field]:
    """All questions, with what was answered."""
    found = []
    for stored in queries.questions():
        answer = given.facts.get(stored.slug)
        chosen = answer if isinstance(answer, frozenset) else frozenset()
        found.append(
            Field(
                stored,
                [Option(one["id"], one["label"], one["id"] in chosen) for one in stored.options],
                answer.isoformat() if isinstance(answer, date) else "",
                given.unread.get(stored.slug, ""),
            )
        )
    return found


def lines(facts: Facts, sender: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers as this page hands them on, and as they may stand in an address."""
    plan = queries.plan()
    return {
        "facts": answers.written(plan.questions, facts, sender=sender),
        "kept": answers.written(plan.questions, answers.shareable(plan, facts, today), sender=sender),
    }


def tells_what_is_private(given: Given) -> bool:
    """Whether something was answered that may stand in no address."""
    return answers.shareable(queries.plan(), given.facts, local_now().date()) != given.facts


def start(lang: str, given: Given) -> Context:
    """All questions, and the example people."""
    asked = fields(given)
    more = [one for one in asked if not one.question.first]
    return {
        "first": [one for one in asked if one.question.first],
        "more": more,
        "more_answered": any(one.answered for one in more),
        "personas": _personas(),
        "readings": presenting.readings(lang),
        "coverage": presenting.coverage(lang),
        "unread": [field for field in asked if field.unread],
        "sender": given.sender,
        "private": tells_what_is_private(given),
        "carrying_form": "questions",
        "carrying_as": "change",
    }


def _personas() -> list[dict[str, str]]:
    today, questions = local_now().date(), queries.plan().questions
    return [
        {
            "title": one.title,
            "facts": answers.written(questions, queries.persona_facts(one, questions, today)),
        }
        for one in queries.personas()
    ]


def one_question(lang: str, given: Given, name: str, *, facts: str) -> Context | None:
    """A question alone, to be answered anew; None where there is no such question. ``facts`` is the line of the rest."""
    field = next((one for one in fields(given) if one.question.slug == name), None)
    if field is None:
        return None
    return {
        "field": field,
        "facts": facts,
        "carried": facts,
        "kept": lines(given.facts, given.sender, local_now().date())["kept"],
        "private": tells_what_is_private(given),
        "sender": given.sender,
        "readings": presenting.readings(lang),
        "coverage": presenting.coverage(lang),
    }


def shown(
    path: rules.Path, readings: Readings, sender: Mapping[str, str], *, beside: str, today: date
) -> Context:
    """A path with all that stands around it; ``beside`` is a second language for the steps, or empty."""
    lang = readings.language
    sections = presenting.sections(path, lang)
    handed = lines(path.facts, sender, today)
    private = handed["facts"] != handed["kept"]
    never_kept = None if private else _never_kept()
    return {
        **handed, "sender": sender, "coverage": presenting.coverage(lang), "carried": handed["facts"],
        "sections": stages(sections, readings, beside=beside), "readings": readings, "beside": beside,
        "calendar": calendar_file.holds_anything(path, sections),
        "expiries": presenting.expiries(path, lang, today),
        "chips": _chips(path.facts, lang),
        "open": _open_questions(path, never_kept),
        "private": private,
        "unlikely": _unlikely(path.facts, lang, today),
        "never_kept": never_kept,
        "sensitive": any(queries.steps()[one.step.id].private for one in path.steps if one.step.safety),
        "address": _handed_over(lang, handed["kept"]),
    }  # fmt: skip


def _chips(facts: Facts, lang: str) -> list[tuple[models.Question, presenting.Reason]]:
    """What was answered, in short."""
    return [
        (one, presenting.reason(one, facts[one.slug], lang))
        for one in queries.questions()
        if facts.get(one.slug)
    ]


def _open_questions(path: rules.Path, never_kept: models.Question | None) -> list[models.Question]:
    found = [one for one in queries.questions() if one.slug in path.open_questions and one != never_kept]
    found.sort(key=lambda one: (False, 0) if one.first else (True, -path.open_questions[one.slug]))
    return found[:MOST_OPEN]


def _never_kept() -> models.Question | None:
    """The question whose answers are mostly private: an opened address knows none of them."""
    private = {one.id: len(one.private) for one in queries.plan().questions.values()}
    most = max(queries.questions(), key=lambda one: private[one.slug], default=None)
    return most if most and private[most.slug] else None


def _unlikely(facts: Facts, lang: str, today: date) -> str:
    """The day of arrival in words, where it does not go with where the person is; empty where it does."""
    arrived, abroad = facts.get("arrived"), facts.get("place_now") == frozenset({"abroad"})
    if not isinstance(arrived, date) or "place_now" not in facts or (arrived > today) == abroad:
        return ""
    return wording.weekday(arrived, lang)


def what_if(was: str, path: rules.Path, lang: str, *, today: date) -> Context:
    """What other answers than those written in ``was`` change of the path."""
    before = answers.from_written(queries.plan().questions, was)
    handed = lines(before.facts, before.sender, today)
    old, _readings = presenting.present(before.facts, lang, today=today)
    found = rules.changes(old, path)
    steps = queries.steps()

    def words(planned: rules.Planned) -> str:
        return wording.due_words(planned.due, lang) if planned.due else ""

    def answered(question: models.Question, facts: Facts) -> presenting.Reason | None:
        answer = facts.get(question.slug)
        return presenting.reason(question, answer, lang) if answer else None

    return {
        "was": handed["facts"],
        "was_kept": handed["kept"],
        "was_private": handed["facts"] != handed["kept"],
        "changes": {
            "answers": [
                (one, answered(one, old.facts), answered(one, path.facts))
                for one in queries.questions()
                if old.facts.get(one.slug) != path.facts.get(one.slug)
            ],
            "come": [(steps[one.step.id], words(one)) for one in found.come],
            "go": [(steps[one.step.id], "") for one in found.go],
            "moved": [(steps[new.step.id], words(old_), words(new)) for old_, new in found.moved],
        },
        "changed": bool(found),
    }


def desk(lang: str, given: Given, *, today: date) -> Context:
    """A code for the clerk, and the answers in it in both languages, without private ones."""
    plan, source = queries.plan(), city().source_language
    facts = rules.relevant(plan, given.facts, today)
    shared = answers.shareable(plan, facts, today)
    whole = answers.written(plan.questions, facts, sender=given.sender)
    kept = answers.written(plan.questions, shared)
    return {
        "facts": whole,
        "carried": whole,
        "kept": kept,
        "private": tells_what_is_private(given),
        "qr": svg(_handed_over(source, kept)),
        "readings": presenting.readings(lang),
        "answers": [
            (reason, presenting.reason(one, shared[one.slug], source) if lang != source else None)
            for one, reason in _chips(shared, lang)
        ],
    }


def for_others(lang: str, given: Given | None = None, *, month: str = "") -> Context:
    """The form for who brings people; with its answers what is missing, or the link with its code.

    ``month`` is that of arrival, such as ``2027-09``, or empty.
    """
    purposes = [option for one in queries.questions() if one.slug == "purpose" for option in one.options]
    context: Context = {"purposes": purposes, "readings": presenting.readings(lang)}
    if given is None:
        return context
    arrived = answers.read_day(f"{month}-01") if month else None
    facts = {**given.facts, "place_now": frozenset({"abroad"})} | ({"arrived": arrived} if arrived else {})
    wrong = {
        "month": bool(month) and arrived is None,
        "purpose": "purpose" not in facts,
        "from": "from" not in given.sender,
    }
    context |= {"sender": given.sender, "wrong": wrong, "chosen": facts.get("purpose", ())}
    if any(wrong.values()):
        return context
    line = lines(facts, given.sender, local_now().date())["kept"]
    address = _handed_over(lang, line)
    return context | {"line": line, "address": address, "qr": svg(address)}


def _handed_over(language: str, line: str) -> str:
    """The whole address of a path: what browsers never send stands behind the ``#``."""
    return f"{settings.BASE_URL}{reverse('path', args=[language])}#{line}"
