"""The path for its editors: what is shown, opened and done, whose path a step is on, and where people stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from acasa.foundation.city.queries import city, languages, local_now
from acasa.foundation.people.queries import actor_of
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.staff.tables import csv_file
from acasa.foundation.texts import formatting
from acasa.foundation.web.audience import staff

from . import answers, presenting, rules, wording
from . import queries as pathway
from .authoring_forms import StepForm
from .building import build
from .grants import EDIT_PATH
from .kinds import label_of
from .models import Step

WEEKS = 12
FEWEST = 10
"""Smaller numbers are not shown: few people could be recognised in them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A step or question with its counts of the last weeks; None is a number too small to be shown."""

    slug: str
    title: str
    edit: str
    numbers: tuple[int | None, ...]


def _shown(number: int) -> int | None:
    return number if number == 0 or number >= FEWEST else None


@staff(EDIT_PATH)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Counts by step and question, and the example people; ``?format=csv`` gives the counts as a file."""
    today = local_now().date()
    counts = pathway.counts(today - timedelta(weeks=WEEKS))
    names = ("shown", "opened", "done")
    steps = [
        Row(
            slug, step.title, edit_address(Step, slug),
            tuple(_shown(counts.get((slug, name), 0)) for name in names),
        )
        for slug, step in pathway.steps().items()
    ]  # fmt: skip
    asked = [
        Row(one.slug, one.ask, "", (_shown(counts.get((one.slug, "answered"), 0)),))
        for one in pathway.questions()
    ]
    if request.GET.get("format") == "csv":
        few = _("fewer than %(number)s") % {"number": FEWEST}
        return csv_file(
            f"{city().slug}-path.csv",
            [_("Step"), _("shown"), _("opened"), _("ticked as done")],
            [[row.slug, *(few if number is None else number for number in row.numbers)] for row in steps],
        )
    questions = pathway.plan().questions
    context = {
        "steps": sorted(steps, key=lambda row: -(row.numbers[0] or 0)),
        "questions": asked,
        "most_answered": max((row.numbers[0] or 0 for row in asked), default=0) or 1,
        "fewest": FEWEST,
        "weeks": WEEKS,
        "personas": [
            (
                one.title,
                answers.written(questions, pathway.persona_facts(one, questions, today)),
            )
            for one in pathway.personas()
        ],
        "languages": languages(),
        "faults": [
            (fault.key, label_of(fault.kind, fault.field), fault.message.translated(_))
            for fault in pathway.faults()
        ],
    }
    return render(request, "pathway/authoring/path.html", context)


@staff(EDIT_PATH)
@require_POST
def try_step(request: HttpRequest) -> HttpResponse:
    """On whose path a step stands as it is written in the form now; nothing is kept."""
    step = pathway.steps().get(request.POST.get("slug", ""))
    form = StepForm(request.POST, instance=step, actor=actor_of(request.user))
    people: list[tuple[str, str]] = []
    if form.is_valid():
        people = _people(form.authored())
    return render(
        request, "pathway/authoring/step_try.html", {"form": form, "people": people, "valid": form.is_valid()}
    )


def _people(step: dict[str, Any]) -> list[tuple[str, str]]:
    """The example people on whose path the step stands, each with its day."""
    today = local_now().date()
    plan = build(*pathway.parts({("step", step["id"]): step}))[0]
    language = formatting.spoken()
    found = []
    for persona in pathway.personas():
        path = rules.path(
            plan,
            pathway.persona_facts(persona, plan.questions, today),
            today=today,
            is_working_day=presenting.working_days(today),
        )
        for planned in path.steps:
            if planned.step.id == step["id"]:
                found.append((persona.title, wording.due_words(planned.due, language) if planned.due else ""))
    return found
