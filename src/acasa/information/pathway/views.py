"""The screens of the path. Answers come in form bodies only, are used to answer, and are forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.printing.qr import svg
from acasa.foundation.texts.queries import Readings
from acasa.foundation.web.audience import everybody
from acasa.foundation.web.limits import limited
from acasa.foundation.web.memory import Shelf, remembered
from acasa.foundation.web.public import kept_by_nobody, public_page
from acasa.information.directory.cards import Card

from . import actions, answers, calendar_file, models, presenting, printing, queries, rules, wording
from .conditions import Facts

MOST_OPEN = 4
"""Open questions that are offered under a path: first those of the start, then those that would add most steps."""
View = Callable[[HttpRequest, str], HttpResponse]


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
    def when(self) -> str:
        """For the script that shows a question only where it is asked: ``papers=permit,long-visa|trouble=…``."""
        return "|".join(
            "&".join(f"{name}={','.join(listed)}" for name, listed in one.items())
            for one in self.question.when
        )


def _known(lang: str) -> str:
    if lang not in city().languages:
        raise Http404
    return lang


def _given(request: HttpRequest) -> answers.Given:
    """What was sent: a form's fields, or the line in which a page hands its answers on, one of them ``set`` anew."""
    questions = queries.plan().questions
    if "facts" in request.POST:
        given = answers.from_written(questions, request.POST["facts"])
        name = request.POST.get("set", "")
        return (
            answers.with_one(questions, given, name, request.POST.getlist(name))
            if name in questions
            else given
        )
    names = (*questions, *answers.SENDER)
    return answers.from_form(questions, {name: request.POST.getlist(name) for name in names})


def _fields(given: answers.Given) -> list[Field]:
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


def _lines(facts: Facts, sender: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers as this page hands them on, and as they may stand in an address."""
    questions = queries.plan().questions
    return {
        "facts": answers.written(questions, facts, sender=sender),
        "kept": answers.written(questions, answers.shareable(queries.plan(), facts, today), sender=sender),
    }


@csrf_exempt  # anonymous, no cookie, nothing is stored: there is no session to ride on
@public_page(reads=queries.READS)
@require_http_methods(["GET", "POST"])
def path(request: HttpRequest, lang: str) -> HttpResponse:
    """The questions; with answers in the body, the path. No answer ever stands in the address."""
    if request.method == "GET":
        return render(request, "pathway/start.html", _start(lang, answers.Given({})))
    given = _given(request)
    # One answer to be changed, or one that could not be read: its question alone.
    name = request.POST.get("change") or (request.POST.get("set", "") if given.unread else "")
    if name and (one := next((field for field in _fields(given) if field.question.slug == name), None)):
        return kept_by_nobody(render(request, "pathway/one.html", _one(request, lang, given, one)))
    if given.unread or not given.facts or name:
        context = _start(lang, given) | {
            "nothing": not given.facts and not given.unread,
            "was": request.POST.get("facts", "") if name else "",
        }
        return kept_by_nobody(render(request, "pathway/start.html", context))
    return kept_by_nobody(render(request, "pathway/path.html", _context(request, lang, given)))


def _one(request: HttpRequest, lang: str, given: answers.Given, field: Field) -> dict[str, Any]:
    return {
        "field": field,
        "facts": request.POST.get("facts", ""),
        "carried": request.POST.get("facts", ""),
        "sender": given.sender,
        "readings": presenting.readings(_known(lang)),
        "coverage": presenting.coverage(lang),
    }


def _start(lang: str, given: answers.Given) -> dict[str, Any]:
    fields = _fields(given)
    return {
        "first": [one for one in fields if one.question.first],
        "more": [one for one in fields if not one.question.first],
        "more_answered": any(one.answered for one in fields if not one.question.first),
        "personas": _personas(),
        "readings": presenting.readings(lang),
        "coverage": presenting.coverage(lang),
        "unread": [field for field in fields if field.unread],
        "sender": given.sender,
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


def _context(request: HttpRequest, lang: str, given: answers.Given) -> dict[str, Any]:
    today = local_now().date()
    path, readings = presenting.present(given.facts, lang, today=today)
    source = city().source_language
    beside = source if request.POST.get("beside") == source != lang else ""
    sections = presenting.sections(path, lang)
    # Once for each time the questions are answered; not when a language or a place is changed, or somebody only tries.
    if "facts" not in request.POST:
        actions.count({"shown": [one.step.id for one in path.steps], "answered": path.facts})
    lines = _lines(path.facts, given.sender, today)
    private = lines["facts"] != lines["kept"]
    never_kept = None if private else _never_kept()
    context = {
        **lines, "sender": given.sender, "coverage": presenting.coverage(lang), "carried": lines["facts"],
        "sections": _stages(sections, readings, beside), "readings": readings, "beside": beside,
        "calendar": calendar_file.holds_anything(path, sections),
        "expiries": presenting.expiries(path, lang, today),
        "chips": _chips(path.facts, lang),
        "open": sorted(
            (one for one in queries.questions() if one.slug in path.open_questions and one != never_kept),
            key=lambda one: (False, 0) if one.first else (True, -path.open_questions[one.slug]),
        )[:MOST_OPEN],
        "private": private,
        "unlikely": _unlikely(path.facts, lang, today),
        "never_kept": never_kept,
        "sensitive": any(queries.steps()[one.step.id].private for one in path.steps if one.step.safety),
        "address": f"{settings.BASE_URL}/{lang}/path/#{lines['kept']}",
    }  # fmt: skip
    if "was" in request.POST:
        before = answers.from_written(queries.plan().questions, request.POST["was"])
        context |= _what_if(before, path, lang, today)
    return context


def _stages(
    sections: list[presenting.Section], readings: Readings, beside: str
) -> list[tuple[presenting.Section, list[tuple[presenting.StepView, dict[str, SafeString], str, str]]]]:
    """Each section with its steps: what is drawn of each, what it comes before, and whether its place is open."""
    views = [view for section in sections for view in section.steps]
    drawn = {view.step.slug: _drawn(view, readings, beside) for view in views}
    cards = {view.card.address: view.card for view in views if view.card}
    now = {address: _open_now(card, readings) for address, card in cards.items()}
    return [
        (
            section,
            [
                (
                    view,
                    drawn[view.step.slug],
                    drawn[view.for_step.slug]["before"] if view.for_step else "",
                    now[view.card.address] if view.card else "",
                )
                for view in section.steps
            ],
        )
        for section in sections
    ]


def _drawn(view: presenting.StepView, readings: Readings, beside: str) -> dict[str, SafeString]:
    """The parts of a step that are the same for everybody, as HTML: made once for each language."""
    lang = readings.language

    def draw() -> dict[str, SafeString]:
        context = {"view": view, "readings": readings, "lang": lang, "beside": beside, "city": city()}
        return {
            name: render_to_string(f"pathway/step_{name}.html", context)
            for name in ("tick", "title", "body", "links", "before")
        }

    return remembered(("path", "html", lang, beside), Shelf).get(view.step.slug, draw)


def _open_now(card: Card, readings: Readings) -> SafeString:
    """Whether the first place of a card is open, as HTML: made once a minute for each language."""
    minute = local_now().replace(second=0, microsecond=0)
    context = {"card": card, "readings": readings, "lang": readings.language, "city": city()}
    return remembered(("path", "open", readings.language), Shelf).get(
        card.address, lambda: render_to_string("pathway/step_open.html", context), state=minute
    )


def _chips(facts: Facts, lang: str) -> list[tuple[models.Question, presenting.Reason]]:
    """What was answered, in short."""
    return [
        (one, presenting.reason(one, facts[one.slug], lang))
        for one in queries.questions()
        if facts.get(one.slug)
    ]


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


def _what_if(before: answers.Given, path: rules.Path, lang: str, today: date) -> dict[str, Any]:
    old, _readings = presenting.present(before.facts, lang, today=today)
    found = rules.changes(old, path)
    steps = queries.steps()

    def words(planned: rules.Planned) -> str:
        return wording.due_words(planned.due, lang) if planned.due else ""

    def answered(question: models.Question, facts: Facts) -> presenting.Reason | None:
        answer = facts.get(question.slug)
        return presenting.reason(question, answer, lang) if answer else None

    return {
        "was": answers.written(queries.plan().questions, before.facts, sender=before.sender),
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


def _made_of_answers(view: View) -> View:
    """What is made of answers has no page of its own: whoever comes without any is led to the questions."""

    @everybody
    @csrf_exempt
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, lang: str) -> HttpResponse:
        return view(request, lang) if request.method == "POST" else redirect("path", _known(lang))

    return answer


@_made_of_answers
def desk(request: HttpRequest, lang: str) -> HttpResponse:
    """A code that a clerk's telephone or reader opens: the same path in the city's language, without private answers."""
    given, today = _given(request), local_now().date()
    plan, source = queries.plan(), city().source_language
    facts = rules.relevant(plan, given.facts, today)
    shared = answers.shareable(plan, facts, today)
    whole = answers.written(plan.questions, facts, sender=given.sender)
    kept = answers.written(plan.questions, shared)
    context = {
        "facts": whole, "carried": whole, "kept": kept, "qr": svg(f"{settings.BASE_URL}/{source}/path/#{kept}"),
        "readings": presenting.readings(_known(lang)),
        "answers": [
            (reason, presenting.reason(one, shared[one.slug], source) if lang != source else None)
            for one, reason in _chips(shared, lang)
        ],
    }  # fmt: skip
    return kept_by_nobody(render(request, "pathway/desk.html", context))


@_made_of_answers
def calendar(request: HttpRequest, lang: str) -> HttpResponse:
    """The dated steps as an ``.ics`` file."""
    today = local_now().date()
    path, readings = presenting.present(_given(request).facts, _known(lang), today=today)
    content = calendar_file.write(path, presenting.sections(path, lang), readings, today=today)
    return _download(content, "text/calendar; charset=utf-8", "acasa.ics")


@_made_of_answers
@limited("path-paper", "600/h")
def paper(request: HttpRequest, lang: str) -> HttpResponse:
    """The path as PDF, without private steps: a file stays on the device."""
    today = local_now().date()
    given = _given(request)
    path, readings = presenting.present(given.facts, _known(lang), today=today)
    content = printing.path_pdf(
        path,
        presenting.sections(path, lang),
        readings,
        kept=_lines(path.facts, given.sender, today)["kept"],
        sender=given.sender,
        today=today,
    )
    return _download(content, "application/pdf", f"acasa-{lang}.pdf")


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@csrf_exempt
@public_page(reads=queries.READS)
@require_http_methods(["GET", "POST"])
def for_others(request: HttpRequest, lang: str) -> HttpResponse:
    """An employer, school or recruiter prepares a link and a print for those it brings. Nothing is stored."""
    questions = queries.plan().questions
    purposes = [option for one in queries.questions() if one.slug == "purpose" for option in one.options]
    context: dict[str, Any] = {"purposes": purposes, "readings": presenting.readings(lang)}
    if request.method == "GET":
        return render(request, "pathway/for_others.html", context)
    month = request.POST.get("month", "").strip()
    arrived = answers.read_day(f"{month}-01") if month else None
    given = _given(request)
    facts = {**given.facts, "place_now": frozenset({"abroad"})} | ({"arrived": arrived} if arrived else {})
    wrong = {
        "month": bool(month) and arrived is None,
        "purpose": "purpose" not in facts,
        "from": "from" not in given.sender,
    }
    context |= {
        "sent": request.POST,
        "sender": given.sender,
        "wrong": wrong,
        "chosen": facts.get("purpose", ()),
    }
    if not any(wrong.values()):
        kept = answers.shareable(queries.plan(), facts, local_now().date())
        line = answers.written(questions, kept, sender=given.sender)
        address = f"{settings.BASE_URL}/{lang}/path/#{line}"
        context |= {"line": line, "address": address, "qr": svg(address)}
    return kept_by_nobody(render(request, "pathway/for_others.html", context))


@everybody
@csrf_exempt
@require_POST
@limited("count", "600/h")
def count(request: HttpRequest, lang: str) -> HttpResponse:
    """Counts that a step was opened or ticked, for those who agreed to be counted; nothing else is kept."""
    what = request.POST.get("what", "")
    if what in (models.Happening.OPENED, models.Happening.DONE):
        actions.count({what: [request.POST.get("step", "")]})
    return HttpResponse(status=204)
