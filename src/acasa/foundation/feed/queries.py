"""Reading the feed: what waits for a person, filtered and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from acasa.foundation.city.queries import local_now
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import Viewer, edited_organisations, may_edit_guide

from . import rules
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
    def key(self) -> str:
        return f"{self.source.kind}:{self.notice.subject}"


def items(user: Viewer, *, today: date | None = None) -> list[Item]:
    """Everything a person may see in the feed, in any state: the kinds in their order, the oldest first.

    Editors see all; those who edit organisations see what is about theirs; others nothing.
    """
    mine = edited_organisations(user)
    return _items(mine, today) if mine is None or mine else []


def _items(organisations: set[str] | None, today: date | None = None) -> list[Item]:
    today = today or local_now().date()
    marks = {(m.kind, m.subject): m for m in Mark.objects.select_related("assigned_to", "finished_by")}
    found = []
    for source in sources():
        for notice in sorted(source.waiting(), key=lambda n: (n.since, n.about, n.subject)):
            if organisations is not None and notice.organisation not in organisations:
                continue
            mark = marks.get((source.kind, notice.subject))
            state = rules.state(
                since=notice.since,
                finished_on=mark.finished_on if mark else None,
                snoozed_until=mark.snoozed_until if mark else None,
                today=today,
            )
            found.append(Item(source, notice, mark, state))
    return found


def waiting(user: Viewer, *, today: date | None = None) -> list[Item]:
    """What waits for a person today: neither done nor put off."""
    return [item for item in items(user, today=today) if item.state == rules.State.WAITING]


def waiting_everywhere() -> list[Item]:
    """What waits for anybody today."""
    return [item for item in _items(None) if item.state == rules.State.WAITING]


def finished(kind: str) -> dict[str, date]:
    """The subjects of a kind that someone said are done, with the day."""
    rows = Mark.objects.filter(kind=kind, finished_on__isnull=False)
    return {subject: day for subject, day in rows.values_list("subject", "finished_on") if day}


def helpers(user: Viewer) -> Iterable[User]:
    """To whom a person may assign: editors to every editor, others to themselves."""
    staff = (
        User.objects.filter(is_active=True, grants__isnull=False).distinct().order_by("first_name", "email")
    )
    return [one for one in staff if (may_edit_guide(user) and may_edit_guide(one)) or one.pk == user.pk]
