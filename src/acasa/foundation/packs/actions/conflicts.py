"""Settling where a pack and the application differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acasa.foundation.guard.action import action
from acasa.foundation.guard.actor import Actor
from acasa.foundation.web.versions import raise_content_version

from ..grants import LOAD_PACKS
from ..loading import parts
from ..models import PackConflict, PackRecord


@action(LOAD_PACKS)
def decide_conflict(*, actor: Actor, conflict: PackConflict, take: str | Mapping[str, str]) -> None:
    """Settles a conflict for good: ``take`` is ``pack`` or ``here``, or one of these for each field.

    Raises ValueError for any other word, and where a field is left out or is not in dispute.
    """
    conflict = PackConflict.objects.select_for_update().get(pk=conflict.pk)
    wanted_of = dict.fromkeys(conflict.fields, take) if isinstance(take, str) else dict(take)
    if set(wanted_of) != set(conflict.fields) or not set(wanted_of.values()) <= {"pack", "here"}:
        raise ValueError("take must be “pack” or “here”, for each field in dispute")
    from_pack = [name for name, side in wanted_of.items() if side == "pack"]
    record, _ = PackRecord.objects.get_or_create(kind=conflict.kind, key=conflict.key, defaults={"data": {}})
    ancestor: dict[str, Any] = dict(record.data)
    for name in conflict.fields:
        ancestor[name] = conflict.pack.get(name)
    part = next(part for part in parts() if part.kind == conflict.kind)
    if from_pack:
        now = part.current([conflict.key]).get(conflict.key, {})
        wanted = {**now, **{name: conflict.pack.get(name) for name in from_pack}}
        decided = {conflict.key: {k: v for k, v in wanted.items() if v is not None}}
        part.write(decided, actor=actor)
        part.take_away(decided, actor=actor)
    record.data = {k: v for k, v in ancestor.items() if v is not None}
    record.save()
    conflict.delete()
    raise_content_version(part.room)
