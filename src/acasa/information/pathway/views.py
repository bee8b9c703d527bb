"""The screens of the path. Answers come in form bodies only, are used to answer, and are forgotten."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.web.audience import everybody
from acasa.foundation.web.limits import limited
from acasa.foundation.web.public import kept_by_its_reader, kept_by_nobody, public_page

from . import actions, answers, calendar_file, models, presenting, printing, queries, screens

View = Callable[[HttpRequest, str], HttpResponse]


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


def _handed_back(response: HttpResponse, *told: answers.Given) -> HttpResponse:
    """A page made of answers: the browser may show it again on “back”, but no page that tells a private one.

    Whoever shares a device with somebody in danger must not find such a page there, least of all after that person
    left quickly: no copy of it is kept. With scripts the path without the private answers stands in its place; without
    them the browser says that the form would have to be sent again.
    """
    private = any(screens.tells_what_is_private(one) for one in told)
    return kept_by_nobody(response) if private else kept_by_its_reader(response)


@csrf_exempt  # anonymous, no cookie, nothing is stored: there is no session to ride on
@public_page(reads=queries.READS)
@require_http_methods(["GET", "HEAD", "POST"])
def path(request: HttpRequest, lang: str) -> HttpResponse:
    """The questions; with answers in the body, the path. No answer ever stands in the address."""
    if request.method != "POST":
        return render(request, "pathway/start.html", screens.start(lang, answers.Given({})))
    given, sent = _given(request), request.POST
    facts = sent.get("facts", "")
    # One answer to be changed, or one that could not be read: its question alone.
    name = sent.get("change") or (sent.get("set", "") if given.unread else "")
    if name and (alone := screens.one_question(lang, given, name, facts=facts)):
        return _handed_back(render(request, "pathway/one.html", alone), given)
    if given.unread or not given.facts or name:
        context = screens.start(lang, given) | {
            "nothing": not name and not given.facts and not given.unread,
            # Who changes the language while answering goes on from there.
            "was": (facts or sent.get("before", "")) if name else "",
            "at": sent.get("at", ""),
        }
        return _handed_back(render(request, "pathway/start.html", context), given)
    before = answers.from_written(queries.plan().questions, sent.get("was", ""))
    return _handed_back(_path(request, lang, given), given, before)


def _path(request: HttpRequest, lang: str, given: answers.Given) -> HttpResponse:
    today, sent = local_now().date(), request.POST
    found, readings = presenting.present(given.facts, lang, today=today)
    # Once for each time the questions are answered; not when a language or a place is changed, or somebody only tries.
    if "facts" not in sent:
        actions.count({"shown": [one.step.id for one in found.steps], "answered": found.facts})
    source = city().source_language
    beside = source if sent.get("beside") == source != lang else ""
    context = screens.shown(found, readings, given.sender, beside=beside, today=today)
    if "was" in sent:
        context |= screens.what_if(sent["was"], found, lang, today=today)
    return render(request, "pathway/path.html", context)


def _made_of_answers(view: View) -> View:
    """What is made of answers has no page of its own: whoever comes without any is led to the questions."""

    @everybody
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, lang: str) -> HttpResponse:
        if lang not in city().languages:
            raise Http404
        return view(request, lang) if request.method == "POST" else redirect("path", lang)

    return answer


@_made_of_answers
def desk(request: HttpRequest, lang: str) -> HttpResponse:
    """A code that a clerk's telephone or reader opens: the same path in the city's language, without private answers."""
    given = _given(request)
    context = screens.desk(lang, given, today=local_now().date())
    return _handed_back(render(request, "pathway/desk.html", context), given)


@_made_of_answers
def calendar(request: HttpRequest, lang: str) -> HttpResponse:
    """The dated steps as an ``.ics`` file."""
    today = local_now().date()
    found, readings = presenting.present(_given(request).facts, lang, today=today)
    content = calendar_file.write(found, presenting.sections(found, lang), readings, today=today)
    return _download(content, "text/calendar; charset=utf-8", "acasa.ics")


@_made_of_answers
@limited("path-paper", "600/h")
def paper(request: HttpRequest, lang: str) -> HttpResponse:
    """The path as PDF, without steps that would tell whoever finds it what is private."""
    today, given = local_now().date(), _given(request)
    found, readings = presenting.present(given.facts, lang, today=today)
    content = printing.path_pdf(
        found,
        presenting.sections(found, lang),
        readings,
        kept=screens.lines(found.facts, given.sender, today)["kept"],
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
@require_http_methods(["GET", "HEAD", "POST"])
def for_others(request: HttpRequest, lang: str) -> HttpResponse:
    """An employer, school or recruiter prepares a link and a print for those it brings. Nothing is stored."""
    if request.method != "POST":
        return render(request, "pathway/for_others.html", screens.for_others(lang))
    month = request.POST.get("month", "").strip()
    context = screens.for_others(lang, _given(request), month=month) | {"sent": request.POST}
    return kept_by_its_reader(render(request, "pathway/for_others.html", context))


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
