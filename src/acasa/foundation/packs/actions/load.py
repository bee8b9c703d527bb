"""Loading a city pack: compare three ways, write what only the pack changed, then take away what it no longer has."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from acasa.foundation.guard.action import action
from acasa.foundation.guard.actor import Actor
from acasa.foundation.web.versions import raise_content_version

from .. import rules
from ..files import Entry, Fault, PackInvalid
from ..grants import LOAD_PACKS
from ..loading import PackPart, Report, parts, read_pack, still_named
from ..models import PackConflict, PackRecord
from ..said import Said, Wrong

Data = dict[str, Any]


@action(LOAD_PACKS)
def load_pack(
    root: Path, *, actor: Actor, dry_run: bool = False, progress: Callable[[str, int], None] | None = None
) -> Report:
    """Loads a pack in one transaction and returns what changed; with ``dry_run`` everything is undone again.

    A field changed only in the pack is written; a field changed only in the application is kept; a field
    changed in both is a conflict: it is recorded and left as it is. Raises :class:`PackInvalid`; then
    nothing was written.
    """
    pack = read_pack(root)
    report = Report()
    written: list[tuple[PackPart, dict[str, Data]]] = []
    with connection.cursor() as cursor:  # two loads at once would see half of each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('acasa.load_pack'))")
    for part in parts():
        if progress:
            progress(part.kind, len(pack.of(part.kind)))
        changes = _merge(part, pack.of(part.kind), report)
        if changes:
            _try(part.write, part, changes, pack.of(part.kind), actor)
            written.append((part, changes))
    # Only now does nothing lead any more to what the pack no longer has.
    for part, changes in reversed(written):
        _try(part.take_away, part, changes, pack.of(part.kind), actor)
    if not report.nothing_to_do:
        for room in sorted({part.room for part in parts() if part.kind in report.kinds}):
            raise_content_version(room)
    if dry_run:
        transaction.set_rollback(True)
    return report


_REFUSALS = (DataError, IntegrityError, ValidationError, Wrong)


def _try(
    write: Callable[..., None],
    part: PackPart,
    changes: dict[str, Data],
    entries: dict[str, Entry],
    actor: Actor,
) -> None:
    """Raises PackInvalid, with the entry's line, where its table or model refuses a value."""
    try:
        with transaction.atomic():
            write(changes, actor=actor)
    except _REFUSALS as error:
        # The database names neither entry nor field: each is tried alone.
        faults = []
        for key, data in changes.items():
            try:
                with transaction.atomic():
                    write({key: data}, actor=actor)
            except _REFUSALS as own:
                faults.append(_refused(entries[key], own))
            except Exception:  # noqa: S112 - alone it may miss what stands beside it; that is no fault of it
                continue
        raise PackInvalid(faults or [Fault(part.kind, 0, "", str(error))]) from error


def _refused(entry: Entry, error: Exception) -> Fault:
    """What the database or a model refused of an entry, in words, at the fields it can be about."""
    if isinstance(error, ValidationError):
        return entry.fault((), "; ".join(error.messages))
    if isinstance(error, Wrong):
        return entry.fault((error.field,), error.expected)
    if isinstance(error, ProtectedError):
        return entry.fault((), still_named(entry.key, error))
    said = str(error)
    if length := re.search(r"character varying\((\d+)\)", said):
        most = int(length[1])
        long = rules.texts_longer_than(entry.data, most)
        place = long[0] if long else ()
        return entry.fault(place, Said("expected at most %(most)s characters", most=most))
    if "overflow" in said or "out of range" in said:
        return entry.fault((), Said("expected a smaller number"))
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return entry.fault((), f"the database refuses it ({constraint or said.splitlines()[0]})")


def _merge(part: PackPart, entries: dict[str, Entry], report: Report) -> dict[str, Data]:
    """Compares one kind three ways and keeps what the pack said; returns what is to be written."""
    records = {record.key: record for record in PackRecord.objects.filter(kind=part.kind)}
    here = part.current(entries)
    open_conflicts = {c.key: c for c in PackConflict.objects.filter(kind=part.kind)}
    changes: dict[str, Data] = {}
    saved: list[PackRecord] = []
    conflicts: list[PackConflict] = []
    settled: list[str] = []
    for key, entry in entries.items():
        record, mine = records.get(key), here.get(key)
        base = record.data if record else None
        merged, disputed = rules.merge(base=base, here=mine, pack=entry.data)
        if disputed:
            fields = tuple(sorted(disputed))
            report.conflicts.append((part.kind, key, fields))
            conflicts.append(
                PackConflict(kind=part.kind, key=key, fields=list(fields), here=mine or {}, pack=entry.data)
            )
        elif key in open_conflicts:
            settled.append(key)
        if merged is not None and merged != mine:
            changes[key] = merged
            if mine is None:
                report.added.append((part.kind, key))
            else:
                different = tuple(sorted(rules.different_fields(mine, merged)))
                report.changed.append((part.kind, key, different))
        elif merged != entry.data and not disputed:
            report.kept.append((part.kind, key))
        else:
            report.unchanged += 1
        # A disputed field keeps its old ancestor, so that the dispute is found again until it is settled.
        ancestor = {**entry.data, **{name: (base or {}).get(name) for name in disputed}}
        if base != ancestor:
            saved.append(PackRecord(kind=part.kind, key=key, data=ancestor))
    report.gone += [(part.kind, key) for key in records if key not in entries]
    PackRecord.objects.bulk_create(
        saved, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["data", "loaded_at"]
    )
    PackConflict.objects.filter(kind=part.kind, key__in=settled).delete()
    PackConflict.objects.bulk_create(
        conflicts,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["fields", "here", "pack", "found_at"],
    )
    return changes
