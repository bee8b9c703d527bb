"""The only writers of questions, steps, personas, letters and their counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.forms import ModelForm

from acasa.foundation.city.actions import raise_content_version
from acasa.foundation.city.queries import city, local_now
from acasa.foundation.guard.actor import Actor, acting
from acasa.foundation.texts.actions import place_document

from . import queries, sentences
from .models import Happening, Letter, Persona, Question, Step, StepTerm
from .terms import named_facts

Data = Mapping[str, Any]


def keep_question(slug: str, data: Data) -> None:
    """Writes a question as a pack describes it; so the three below."""
    Question.objects.update_or_create(
        slug=slug,
        defaults={
            "position": data["position"], "kind": data["kind"], "ask": data["ask"], "why": data["why"],
            "first": data["first"], "expires": data.get("expires", ""), "when": data["when"],
            "options": data["options"],
        },
    )  # fmt: skip
    place_document(f"question:{slug}", sentences.of_question(data, city().source_language))


def keep_step(slug: str, data: Data) -> None:
    plain = (
        "title",
        "text",
        "phase",
        "position",
        "when",
        "unless",
        "after",
        "due",
        "who",
        "page",
        "documents",
    )
    step, _created = Step.objects.update_or_create(
        slug=slug,
        defaults={
            **{name: data[name] for name in (*plain, "safety", "private", "unsure", "sheet", "verify")},
            **{name: data.get(name, "") for name in ("doubt", "repeat", "cost", "basis", "letter")},
            "organisation_id": data.get("organisation"),
            "service_id": data.get("service"),
        },
    )
    _place(step)


def keep_persona(slug: str, data: Data) -> None:
    Persona.objects.update_or_create(
        slug=slug, defaults={"title": data["title"], "facts": data["facts"], "position": data["position"]}
    )
    place_document(f"persona:{slug}", sentences.of_persona(data, city().source_language))


def keep_letter(slug: str, data: Data) -> None:
    own = ("id", "title", "summary", "position")
    Letter.objects.update_or_create(
        slug=slug,
        defaults={
            **{name: data[name] for name in own[1:]},
            "content": {name: value for name, value in data.items() if name not in own},
        },
    )
    place_document(f"letter:{slug}", sentences.of_letter(data, city().source_language))


def save_step_form(*, actor: Actor, form: ModelForm) -> Step:
    """Saves a valid form for a step, new or changed; the form has checked the path as a whole."""
    with transaction.atomic(), acting(actor):
        step = form.save()
        _place(step)
        raise_content_version()
        return step


def _place(step: Step) -> None:
    """Says which sentences stand in a step, and which facts its days are counted by."""
    data = queries.authored_step(step)
    place_document(f"step:{step.slug}", sentences.of_step(data, city().source_language))
    named = {name for rule in step.due for name in named_facts(rule)}
    step.terms.exclude(fact__in=named).delete()
    StepTerm.objects.bulk_create(
        [StepTerm(step=step, fact_id=name) for name in sorted(named)], ignore_conflicts=True
    )


def delete_step(*, actor: Actor, step: Step) -> None:
    """Takes a step away. Raises ValueError where another step waits for it."""
    with transaction.atomic(), acting(actor):
        waiting = [one.slug for one in Step.objects.filter(after__contains=[step.slug])]
        if waiting:
            raise ValueError(", ".join(waiting))
        place_document(f"step:{step.slug}", {})
        step.delete()
        raise_content_version()


def count(happened: Mapping[str, Iterable[str]]) -> None:
    """Adds one to the week's count of each subject; unknown ones are passed over. Nothing else is kept.

    ``happened`` gives the subjects by what happened: a :class:`~.models.Happening` of a step, or ``answered`` of a
    question.
    """
    asked, steps = {one.slug for one in queries.questions()}, _countable()
    known = dict.fromkeys(Happening.values, steps) | {"answered": asked}
    rows = sorted(
        {(what, one) for what, subjects in happened.items() for one in subjects if one in known.get(what, ())}
    )
    if not rows:
        return
    today = local_now().date()
    monday = today - timedelta(days=today.weekday())
    with (
        connection.cursor() as cursor
    ):  # one statement, in one order, so that two at once never wait in a circle
        cursor.execute(
            "INSERT INTO pathway_stepcount (week, what, subject, count)"
            " SELECT %s, what, subject, 1 FROM unnest(%s::text[], %s::text[]) AS new (what, subject)"
            " ON CONFLICT (week, subject, what) DO UPDATE SET count = pathway_stepcount.count + 1",
            [monday, [what for what, _one in rows], [one for _what, one in rows]],
        )


def _countable() -> set[str]:
    return {slug for slug, step in queries.steps().items() if not step.private}
