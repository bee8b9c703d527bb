"""The path as a reader sees it: steps with their texts, places and reasons, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from acasa.foundation.city.calendar import is_working_day
from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts import queries as texts
from acasa.foundation.texts.documents import Document, documents
from acasa.foundation.texts.queries import Coverage, Readings
from acasa.foundation.texts.render import html
from acasa.foundation.texts.rules import split_sentences
from acasa.foundation.web.memory import Shelf, remembered
from acasa.information.directory import cards
from acasa.information.guide import queries as guide

from . import answers, models, queries, rules, wording
from .conditions import Answer, Facts
from .kinds import Row, kind_of
from .rules import Path, Phase, Planned


@dataclass(frozen=True, slots=True)
class Reason:
    """A question and what was answered, in the reader's language: why a step applies."""

    asked: SafeString
    answered: SafeString


@dataclass(frozen=True, slots=True)
class StepView:
    """A planned step with all that its template shows."""

    planned: Planned
    step: models.Step
    card: cards.Card | None
    page: tuple[str, ...]
    letter: Document | None
    reasons: list[Reason]
    language: str
    due: str = ""
    again: str = ""
    for_step: models.Step | None = None

    @property
    def phone(self) -> str:
        """The number to call about this step, an ordinary one before the emergency number.

        Where there is danger an emergency number is better than none; else it stands above every page.
        """
        numbers = [one.number for one in self.card.organisation.phones.all()] if self.card else []
        ordinary = [number for number in numbers if number != city().emergency_number]
        return next(iter(ordinary or (numbers if self.step.safety else [])), "")

    @property
    def keeps_office_hours(self) -> bool:
        """Whether the step needs a place that keeps office hours."""
        return self.card is not None and not any(one.place.hours == "24/7" for one in self.card.places[:1])

    @property
    def closed(self) -> str:
        """What a closed last day means; empty where no office is needed, or where it is open on that day."""
        due = self.planned.due
        return wording.closed_words(due, self.language) if due and self.keeps_office_hours else ""

    @property
    def who(self) -> str:
        return "" if self.step.who == models.Who.SELF else str(models.Who(self.step.who).label)


@dataclass(frozen=True, slots=True)
class Section:
    """Steps under one heading; ``id`` is ``now`` or a phase."""

    id: str
    label: str
    steps: list[StepView]
    current: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class ExpiryView:
    """A paper that ends. ``foreign`` where its name is in another language than the reader's: no sentence holds it then."""

    expiry: rules.Expiry
    name: str
    day: str
    distance: str
    reminders: list[str]
    foreign: bool

    def words(self, name: str) -> str:
        """That it ends on its day, as plain text; ``name`` is what the paper is called for the reader."""
        if self.foreign:
            return f"\u2068{name}\u2069 – {wording.last_day(self.day)}"
        return _("%(paper)s ends on %(day)s") % {"paper": name, "day": self.day}


def present(facts: Facts, language: str, *, today: date | None = None) -> tuple[Path, Readings]:
    """Somebody's path today, and the texts of all steps in their language."""
    today = today or local_now().date()
    return rules.path(queries.plan(), facts, today=today, is_working_day=working_days(today)), readings(
        language
    )


def working_days(today: date) -> rules.IsWorkingDay:
    """The city's calendar, asked once a day and year."""
    known = remembered(("path", "working days", today.year), Shelf)
    return lambda day: known.get(day, lambda: is_working_day(day))


def readings(language: str) -> Readings:
    """The texts of all questions, steps and personas, of the titles of pages and letters, and of places."""
    return remembered(("path", "readings", language), lambda: texts.read(all_sentences(), language))


def coverage(language: str) -> Coverage:
    """How much of all this is in the reader's language."""
    return remembered(("path", "coverage", language), lambda: readings(language).share())


def all_sentences() -> Iterable[str]:
    source = city().source_language
    rows: Iterable[Row] = chain(queries.questions(), queries.steps().values(), queries.personas())
    for row in rows:
        kind = kind_of(row)
        for found in kind.sentences(kind.entry(row), source).values():
            yield from found
    for title in guide.titles().values():
        yield from title
    for letter in letters().values():
        yield letter.title
    for card in shown_cards().values():
        yield card.name
        yield card.organisation.name
        for place in card.places:
            yield from filter(None, [place.place.name, place.place.area.name])
            yield from split_sentences(place.place.hours_note, source)
            yield from filter(None, (other.reason for other in place.place.exceptions.all()))
        if card.service:
            yield from split_sentences(card.service.how, source)


def letters() -> dict[str, Document]:
    """The letters that steps name, as far as they are there, by their name in a step."""

    def find() -> dict[str, Document]:
        named = {step.letter for step in queries.steps().values() if step.letter}
        found = documents(f"letter:{slug}" for slug in named)
        return {name.partition(":")[2]: document for name, document in found.items()}

    return remembered(("path", "letters"), find)


def shown_cards(shown: Iterable[models.Step] | None = None) -> dict[str, cards.Card]:
    """The cards of the places of all steps, or of some: they are read together, once for everybody's path."""
    services, organisations = _places(queries.steps().values())
    everywhere = cards.rows(services=services, organisations=organisations)
    if shown is not None:
        services, organisations = _places(shown)
    return cards.drawn(everywhere, services=services, organisations=organisations)


def _places(steps: Iterable[models.Step]) -> tuple[set[str], set[str]]:
    """The services and the organisations to which steps lead."""
    named = [(step.service_id, step.organisation_id) for step in steps]
    return {service for service, _one in named if service}, {one for _service, one in named if one}


def sections(path: Path, language: str) -> list[Section]:
    """The urgent steps, then the phases; those without steps are left out."""
    steps = queries.steps()
    view = _Viewer(path, language, shown_cards(steps[one.step.id] for one in path.steps))
    phases = list(Phase)
    here = phases.index(path.current)
    found = [Section("now", "", [view.step(one) for one in path.now])]
    found += [
        Section(
            phase.value,
            str(models.Phase(phase.value).label),
            [view.step(one) for one in path.in_phase(phase)],
            current=phase == path.current,
            earlier=phases.index(phase) < here,
        )
        for phase in phases
    ]
    return [section for section in found if section.steps]


def off_paper(path: Path, today: date) -> set[str]:
    """The private steps that are not printed, for a paper is found by others: those that tell a private answer.

    The paper's own code opens a path with what may be shared, so that what follows from that is printed too. An answer
    whose steps may be printed counts only where nobody is in danger: a shelter's number tells of a plan to leave.
    """
    plan = queries.plan()
    private = {one.step.id: one.step for one in path.steps if one.step.private}

    def untold(facts: Facts) -> set[str]:
        told = rules.path(plan, facts, today=today, is_working_day=working_days(today))
        return private.keys() - {one.step.id for one in told.steps}

    left = untold(answers.printable(plan, path.facts, today))
    if any(private[name].safety for name in left):
        return untold(answers.shareable(plan, path.facts, today))
    return left


class _Viewer:
    def __init__(self, path: Path, language: str, shown: dict[str, cards.Card]) -> None:
        self.facts = path.facts
        self.language = language
        self.cards = shown
        self.titles = guide.titles()
        self.steps = queries.steps()
        self.letters = letters()
        self.questions = {one.slug: one for one in queries.questions()}
        self.said: dict[tuple[str, Answer], Reason] = {}

    def step(self, planned: Planned) -> StepView:
        stored = self.steps[planned.step.id]
        due = planned.due
        return StepView(
            planned,
            stored,
            self.cards.get(stored.service_id or stored.organisation_id or ""),
            self.titles.get(stored.page, ()),
            self.letters.get(stored.letter),
            self._reasons(planned),
            self.language,
            wording.due_words(due, self.language) if due else "",
            wording.again_words(stored.repeat, self.language),
            self.steps.get(due.for_step) if due and due.for_step else None,
        )

    def _reasons(self, planned: Planned) -> list[Reason]:
        """Each question of the condition that holds, with the answers that made it hold."""
        found = []
        for clause in planned.because:
            answer = self.facts[clause.question]
            key = clause.question, answer if isinstance(answer, date) else answer & clause.answers
            if key not in self.said:
                self.said[key] = reason(self.questions[clause.question], key[1], self.language)
            found.append(self.said[key])
        return found


def reason(question: models.Question, answer: Answer, language: str) -> Reason:
    """A question with its answer in words."""
    own = readings(language)
    if isinstance(answer, date):
        said = conditional_escape(wording.weekday(answer, language))
    else:
        labels = (one["label"] for one in question.options if one["id"] in answer)
        said = format_html_join("; ", "{}", ((SafeString(html(own, [label])),) for label in labels))
    return Reason(SafeString(html(own, split_sentences(question.ask, own.source_language))), said)


def from_ended(view: StepView, path: Path) -> bool:
    """Whether the day of a step is counted, be it over later steps, from the end of a paper that has ended."""
    ended = {one.question for one in path.expiries if one.days < 0}
    due = view.planned.due
    while due and due.rule is None:
        due = next(one.due for one in path.steps if one.step.id == due.for_step)
    return bool(due and due.rule and due.rule.question in ended)


def expiries(path: Path, language: str, today: date) -> list[ExpiryView]:
    """The papers that end, each with its day and the days on which to be reminded that are still to come."""
    names = {one.slug: one.expires for one in queries.questions()}
    own = readings(language)
    return [
        ExpiryView(
            one,
            names[one.question],
            wording.weekday(one.day, language),
            wording.distance(one.days, language),
            [
                wording.weekday(day, language)
                for mark in sorted(rules.RADAR, reverse=True)
                if (day := one.day - timedelta(days=mark)) > today
            ],
            own[names[one.question]].language != language,
        )
        for one in path.expiries
    ]
