"""The only writers of questions, steps, personas and their counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import Actor
from acasa.foundation.staff.forms import EntryForm, seen_and_locked
from acasa.foundation.staff.refusals import Needed
from acasa.foundation.texts.actions import place_document
from acasa.foundation.texts.kinds import place as place_sentences
from acasa.foundation.web.versions import raise_content_version

from . import queries
from .grants import EDIT_PATH
from .kinds import Row, kind_of
from .models import Happening, Step, StepTerm
from .terms import named_facts


@action(EDIT_PATH)
def save_form(*, actor: Actor, form: EntryForm) -> Row:
    """Saves a valid form for a question, step or persona; the form has checked the path as a whole.

    Raises ChangedMeanwhile where the thing is not as the form saw it.
    """
    seen_and_locked(form)
    row: Row = form.save()
    place(row)
    raise_content_version("pathway")
    return row


@action(EDIT_PATH)
def delete(*, actor: Actor, row: Row) -> None:
    """Takes a thing away. Raises :class:`~acasa.foundation.staff.refusals.Needed` where the path does not work without it."""
    if names := queries.needed_by(row):
        raise Needed(name or _("the program itself") for name in names)
    place_document(f"{kind_of(row).name}:{row.slug}", {})
    row.delete()
    raise_content_version("pathway")


@without_actor("part of what moves a page of the guide")
def follow_page(old: str, new: str) -> None:
    """Lets steps that name one page of the guide (``topic/slug``) name another. Part of what moves it."""
    Step.objects.filter(page=old).update(page=new)


@without_actor("part of what writes the thing")
def place(row: Row) -> None:
    """Says which sentences stand in a thing, and by which facts the days of a step are counted.

    Part of what writes the thing.
    """
    place_sentences(kind_of(row), row)
    if isinstance(row, Step):
        named = {name for rule in row.due for name in named_facts(rule)}
        row.terms.exclude(fact__in=named).delete()
        StepTerm.objects.bulk_create(
            [StepTerm(step=row, fact_id=name) for name in sorted(named)], ignore_conflicts=True
        )


@without_actor("readers have no account")
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
