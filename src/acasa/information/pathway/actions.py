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

from . import queries
from .kinds import Kind, Row, kind_of
from .models import Happening, Letter, Step, StepTerm
from .terms import named_facts

Data = Mapping[str, Any]


def keep(kind: Kind, slug: str, entry: Data) -> None:
    """Writes a thing as a pack describes it."""
    row, _created = kind.model._default_manager.update_or_create(slug=slug, defaults=kind.columns(entry))
    _place(row)


def save_form(*, actor: Actor, form: ModelForm) -> Row:
    """Saves a valid form for a question, step, persona or letter; the form has checked the path as a whole."""
    with transaction.atomic(), acting(actor):
        row = form.save()
        _place(row)
        raise_content_version()
        return row


def delete(*, actor: Actor, row: Row) -> None:
    """Takes a thing away. Raises :class:`Needed` where the path does not work without it."""
    with transaction.atomic(), acting(actor):
        if names := queries.needed_by(row):
            raise Needed(names)
        place_document(f"{kind_of(row).name}:{row.slug}", {})
        row.delete()
        raise_content_version()


def follow_page(old: str, new: str) -> None:
    """Lets steps and letters that name one page of the guide (``topic/slug``) name another."""
    Step.objects.filter(page=old).update(page=new)
    for letter in Letter.objects.filter(content__page=old):
        letter.content = {**letter.content, "page": new}
        letter.save(update_fields=["content"])


class Needed(Exception):
    """A thing cannot be taken away; ``names`` are of those who need it."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def _place(row: Row) -> None:
    """Says which sentences stand in a thing, and by which facts the days of a step are counted."""
    kind = kind_of(row)
    found = kind.sentences(kind.entry(row), city().source_language)
    place_document(f"{kind.name}:{row.slug}", found)
    if isinstance(row, Step):
        named = {name for rule in row.due for name in named_facts(rule)}
        row.terms.exclude(fact__in=named).delete()
        StepTerm.objects.bulk_create(
            [StepTerm(step=row, fact_id=name) for name in sorted(named)], ignore_conflicts=True
        )


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
    # One statement, in one order, so that two at once never wait in a circle.
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody waits for the disk: what a power cut takes from a count of a week is no loss.
        cursor.execute("SET LOCAL synchronous_commit TO off")
        cursor.execute(
            "INSERT INTO pathway_stepcount (week, what, subject, count)"
            " SELECT %s, what, subject, 1 FROM unnest(%s::text[], %s::text[]) AS new (what, subject)"
            " ON CONFLICT (week, subject, what) DO UPDATE SET count = pathway_stepcount.count + 1",
            [monday, [what for what, _one in rows], [one for _what, one in rows]],
        )


def _countable() -> set[str]:
    return {slug for slug, step in queries.steps().items() if not step.private}
