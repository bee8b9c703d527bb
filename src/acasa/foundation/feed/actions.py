"""The only writers of what people decide about the feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.action import without_actor
from acasa.foundation.guard.actor import Actor, acting
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of

from . import rules
from .models import Mark, WeeklyMail
from .queries import Item, helpers, state_of


class NotPossible(ValueError):
    """What was asked cannot be done with this item; the message says why, for a person."""


@contextmanager
def _with(actor: Actor, items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, in a transaction in the actor's name. Raises PermissionDenied unless each may be mended by the actor."""
    chosen = list(items)
    for item in chosen:
        actor.must(item.source.verb, item.notice.scope)
    with transaction.atomic(), acting(actor):
        yield chosen


def _mark(item: Item) -> Mark:
    mark, _created = Mark.objects.select_for_update().get_or_create(
        kind=item.source.kind, subject=item.notice.subject
    )
    return mark


def assign(*, actor: Actor, items: Iterable[Item], to: User | None) -> None:
    """Says who takes things on; None gives them back to everybody.

    Raises NotPossible where the actor gives nothing to that person, or the person may not mend one of the things.
    """
    items = list(items)
    if to is not None and (
        to not in helpers(actor)
        or not all(actor_of(to).may(item.source.verb, item.notice.scope) for item in items)
    ):
        raise NotPossible(_("Nothing was given: %(person)s may not mend all of these.") % {"person": to})
    with _with(actor, items) as chosen:
        for item in chosen:
            mark = _mark(item)
            mark.assigned_to = to
            mark.save()


def snooze(*, actor: Actor, items: Iterable[Item], until: date) -> None:
    """Puts things off until a day (local). Raises NotPossible for a day that is not within the next year."""
    today = local_now().date()
    if not today < until <= today + rules.LONGEST_SNOOZE:
        raise NotPossible(_("Choose a day after today, at most a year ahead."))
    with _with(actor, items) as chosen:
        for item in chosen:
            mark = _mark(item)
            mark.snoozed_until = until
            mark.save()


def decide(*, actor: Actor, items: Iterable[Item], choice: str, note: str = "") -> None:
    """Carries out a choice and keeps by whom, when, and what was found. Of two who decide, the first did.

    Raises NotPossible, and does nothing at all, where one of the things does not offer the choice.
    """
    items = list(items)
    by_themselves = sorted({str(item.source.title) for item in items if item.source.choice(choice) is None})
    if by_themselves:
        raise NotPossible(
            _(
                "Nothing was done: these leave by themselves once their cause is mended, untick them: %(kinds)s."
            )
            % {"kinds": ", ".join(by_themselves)}
        )
    with _with(actor, items) as chosen:
        for item in chosen:
            mark = _mark(item)
            if state_of(mark, item.notice, local_now().date()) == rules.State.DONE:
                continue
            mark.finished_on = max(local_now().date(), item.notice.since)
            mark.finished_by_id = int(actor.id) if actor.kind == "person" else None
            mark.choice, mark.note, mark.snoozed_until = choice, note.strip()[:500], None
            mark.save()
            if item.source.decide:
                item.source.decide(actor, item.notice.subject, choice)


def reopen(*, actor: Actor, items: Iterable[Item]) -> None:
    """Takes “done” and “not before” back, as long as the thing still waits in its room."""
    with _with(actor, items) as chosen:
        for item in chosen:
            mark = _mark(item)
            mark.finished_on = mark.finished_by = mark.snoozed_until = None
            mark.choice = mark.note = ""
            mark.save()


@without_actor("the clock's; it goes to those who hold a role")
def note_weekly_mail(*, user: User, week: date) -> None:
    """Keeps that a person got the mail of a week (its Monday). Raises IntegrityError where they did already."""
    WeeklyMail.objects.create(user=user, week=week)
