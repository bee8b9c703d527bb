"""Where a pack and the application say different things, as something that waits."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs.actions import decide_conflict
from acasa.foundation.packs.grants import LOAD_PACKS
from acasa.foundation.packs.models import PackConflict

from .sources import Choice, Notice, Source


def conflicts() -> Iterator[Notice]:
    """Fields changed both here and in the pack."""
    for conflict in PackConflict.objects.all():
        yield Notice(
            f"{conflict.kind}/{conflict.key}", f"{conflict.kind} {conflict.key}", ", ".join(conflict.fields), "",
            conflict.found_at.date(),
        )  # fmt: skip


def _settle(actor: Actor, subject: str, choice: str) -> None:
    kind, _slash, key = subject.partition("/")
    decide_conflict(actor=actor, conflict=PackConflict.objects.get(kind=kind, key=key), take=choice)


CONFLICTS = Source(
    "conflict",
    gettext_lazy("Changed both here and in the pack"),
    gettext_lazy("Choose which of the two stays."),
    conflicts,
    LOAD_PACKS,
    (
        Choice("here", gettext_lazy("Keep what is here")),
        Choice("pack", gettext_lazy("Take the pack’s"), quiet=True),
    ),
    _settle,
    order=10,
)
