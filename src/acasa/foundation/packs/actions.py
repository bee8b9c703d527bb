"""Settling where a pack and the application differ."""

from __future__ import annotations

from typing import Any

from acasa.foundation.guard.action import action
from acasa.foundation.guard.actor import Actor
from acasa.foundation.web.versions import raise_content_version

from .grants import LOAD_PACKS
from .loading import parts
from .models import PackConflict, PackRecord


@action(LOAD_PACKS)
def decide_conflict(*, actor: Actor, conflict: PackConflict, take: str) -> None:
    """Settles a conflict for good: ``take`` is ``pack`` or ``here``.

    Raises ValueError for any other word.
    """
    if take not in ("pack", "here"):
        raise ValueError("take must be “pack” or “here”")
    conflict = PackConflict.objects.select_for_update().get(pk=conflict.pk)
    record, _ = PackRecord.objects.get_or_create(kind=conflict.kind, key=conflict.key, defaults={"data": {}})
    ancestor: dict[str, Any] = dict(record.data)
    for name in conflict.fields:
        ancestor[name] = conflict.pack.get(name)
    part = next(part for part in parts() if part.kind == conflict.kind)
    if take == "pack":
        now = part.current([conflict.key]).get(conflict.key, {})
        wanted = {**now, **{name: conflict.pack.get(name) for name in conflict.fields}}
        part.write({conflict.key: {k: v for k, v in wanted.items() if v is not None}}, actor=actor)
    record.data = {k: v for k, v in ancestor.items() if v is not None}
    record.save()
    conflict.delete()
    raise_content_version(part.room)
