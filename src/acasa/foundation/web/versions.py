"""Content versions: a counter a room goes up with every change of what the public reads there.

Pages, prints, indexes and what a process remembers are right for a version, not for a time: an editor sees a change
at once, and a reader never waits for one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db import connection, transaction

from . import memory
from .models import ContentVersion

CHANNEL = "acasa_content"
"""On which PostgreSQL tells every process, as ``room:number``."""

_followers: list[Callable[[], None]] = []


def after_content_changes(follow: Callable[[], None]) -> None:
    """Has a function called after each commit that changed what the public reads (the search index does)."""
    if follow not in _followers:
        _followers.append(follow)


def raise_content_version(room: str) -> int:
    """Makes everything that reads a room new; returns the room's new number. Every process hears of it at commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO web_contentversion (room, number) VALUES (%s, 1)"
            " ON CONFLICT (room) DO UPDATE SET number = web_contentversion.number + 1 RETURNING number",
            [room],
        )
        number: int = cursor.fetchone()[0]
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{room}:{number}"])
    memory.forget()
    transaction.on_commit(memory.forget)
    for follow in _followers:
        transaction.on_commit(follow, robust=True)
    return number


def content_version(rooms: Collection[str] | None = None) -> int:
    """A number for what the public reads of all rooms, or of some: it goes up with each of their changes."""
    found = ContentVersion.objects.all() if rooms is None else ContentVersion.objects.filter(room__in=rooms)
    return sum(found.values_list("number", flat=True))
