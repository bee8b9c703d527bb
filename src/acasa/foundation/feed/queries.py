"""Reading the feed: what waits for a person, filtered and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from acasa.foundation.city.queries import Language, language, local_now
from acasa.foundation.guard.actor import SYSTEM, Actor
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of, staff

from . import rules
from .grants import ASSIGN
from .models import Mark
from .sources import Notice, Source, sources


@dataclass(frozen=True, slots=True)
class Item:
    """A notice with its kind and what was decided about it."""

    source: Source
    notice: Notice
    mark: Mark | None
    state: rules.State

    @property
    def language(self) -> Language | None:
        """The language of a reader's words."""
        return language(self.notice.language) if self.notice.language else None

    @property
    def key(self) -> str:
        return f"{self.source.kind}:{self.notice.subject}"


def items(actor: Actor, *, today: date | None = None) -> list[Item]:
    """Everything an actor may see in the feed, in any state: the kinds in their order, in each what weighs most first,
    then the oldest.

    A thing is seen by those who may mend it.
    """
    today = today or local_now().date()
    marks = {(m.kind, m.subject): m for m in Mark.objects.select_related("assigned_to", "finished_by")}
    found = []
    for source in sources():
        if not actor.may_somewhere(source.verb):
            continue
        for notice in sorted(source.waiting(), key=lambda n: (-n.weight, n.since, n.about, n.subject)):
            if not actor.may(source.verb, notice.scope):
                continue
            mark = marks.get((source.kind, notice.subject))
            found.append(Item(source, notice, mark, state_of(mark, notice, today)))
    return found


def state_of(mark: Mark | None, notice: Notice, today: date) -> rules.State:
    """How a notice stands on a day, by what was decided about it."""
    return rules.state(
        since=notice.since,
        finished_on=mark.finished_on if mark else None,
        snoozed_until=mark.snoozed_until if mark else None,
        today=today,
    )


def waiting(actor: Actor, *, today: date | None = None) -> list[Item]:
    """What waits for an actor today: neither done nor put off."""
    return [item for item in items(actor, today=today) if item.state == rules.State.WAITING]


def waiting_everywhere() -> list[Item]:
    """What waits for anybody today."""
    return waiting(SYSTEM)


def finished(kind: str) -> dict[str, date]:
    """The subjects of a kind that someone said are done, with the day."""
    rows = Mark.objects.filter(kind=kind, finished_on__isnull=False)
    return {subject: day for subject, day in rows.values_list("subject", "finished_on") if day}


def helpers(actor: Actor) -> Iterable[User]:
    """To whom an actor may give things: those who hand out, to one another; others, to themselves."""
    return [
        one for one in staff() if str(one.pk) == actor.id or (actor.may(ASSIGN) and actor_of(one).may(ASSIGN))
    ]
