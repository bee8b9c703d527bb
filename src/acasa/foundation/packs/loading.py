"""Loading a city pack: check everything, compare three ways, write what only the pack changed.

Rooms register a :class:`PackPart` each; this module knows none of them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction

from acasa.foundation.guard.action import action
from acasa.foundation.guard.actor import Actor
from acasa.foundation.web.versions import raise_content_version

from . import rules
from .files import Entry, Fault, PackFolder, PackInvalid
from .grants import LOAD_PACKS
from .models import PackConflict, PackRecord
from .said import Said

Data = dict[str, Any]


class PackPart(ABC):
    """One kind of thing in a pack, and how its room reads and writes it."""

    kind: str
    order: int
    """Lower loads first: what others point to."""

    @property
    def room(self) -> str:
        """The room it belongs to, whose content version goes up with it."""
        return type(self).__module__.split(".")[-2]

    @abstractmethod
    def read(self, folder: PackFolder) -> list[Entry]:
        """The entries in the pack's files; mistakes go to ``folder.faults``."""

    def check(self, pack: Pack) -> Iterable[Fault]:
        """Mistakes that only show beside the rest of the pack, such as a reference to nothing."""
        return ()

    @abstractmethod
    def current(self, keys: Iterable[str]) -> dict[str, Data]:
        """What stands in the application now, in exactly the shape that ``read`` gives."""

    @abstractmethod
    def write(self, changes: Mapping[str, Data], *, actor: Actor) -> None:
        """Makes the application say what is given. Called inside the load's transaction."""


@dataclass
class Pack:
    """A pack that was read and checked."""

    root: Path
    entries: dict[str, dict[str, Entry]]

    def of(self, kind: str) -> dict[str, Entry]:
        return self.entries.get(kind, {})


@dataclass
class Report:
    """What a load did, or would do."""

    added: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    conflicts: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0

    @property
    def kinds(self) -> set[str]:
        """The kinds of which something is written."""
        return {kind for kind, _key in self.added} | {kind for kind, _key, _fields in self.changed}

    @property
    def nothing_to_do(self) -> bool:
        return not (self.added or self.changed)


_parts: dict[str, PackPart] = {}


def register(part: PackPart) -> None:
    """Makes a room's kind of things loadable; called when the room's app is ready."""
    _parts[part.kind] = part


def parts() -> list[PackPart]:
    """The registered parts, in the order in which they load."""
    return sorted(_parts.values(), key=lambda part: part.order)


def read_pack(root: Path) -> Pack:
    """Reads and checks a whole pack.

    Raises :class:`PackInvalid` with every mistake found.
    """
    root = root.resolve()
    if not (root / "city.yaml").is_file():
        raise PackInvalid([Fault(str(root), 0, "city.yaml", "expected in the folder of a city pack")])
    folder = PackFolder(root)
    pack = Pack(root, {})
    for part in parts():
        found: dict[str, Entry] = {}
        for entry in part.read(folder):
            if entry.key in found:
                folder.faults.append(
                    entry.fault(("id",), f"“{entry.key}” stands twice, also in {found[entry.key].file}")
                )
            found[entry.key] = entry
        pack.entries[part.kind] = found
    if not pack.of("city"):  # everything else refers to it; its own mistake is the one to mend first
        raise PackInvalid(folder.faults)
    for part in parts():
        folder.faults.extend(part.check(pack))
    if folder.faults:
        raise PackInvalid(folder.faults)
    return pack


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
    with connection.cursor() as cursor:  # two loads at once would see half of each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('acasa.load_pack'))")
    for part in parts():
        if progress:
            progress(part.kind, len(pack.of(part.kind)))
        _merge(part, pack.of(part.kind), report, actor)
    if not report.nothing_to_do:
        for room in sorted({part.room for part in parts() if part.kind in report.kinds}):
            raise_content_version(room)
    if dry_run:
        transaction.set_rollback(True)
    return report


_REFUSALS = (DataError, IntegrityError, ValidationError)


def _write(part: PackPart, changes: dict[str, Data], entries: dict[str, Entry], actor: Actor) -> None:
    """Raises PackInvalid, with the entry's line, where its table or model refuses a value."""
    try:
        with transaction.atomic():
            part.write(changes, actor=actor)
    except _REFUSALS as error:
        # The database names neither entry nor field: each is tried alone.
        faults = []
        for key, data in changes.items():
            try:
                with transaction.atomic():
                    part.write({key: data}, actor=actor)
            except _REFUSALS as own:
                faults.append(_refused(entries[key], own))
            except Exception:  # noqa: S112 - alone it may miss what stands beside it; that is no fault of it
                continue
        raise PackInvalid(faults or [Fault(part.kind, 0, "", str(error))]) from error


def _refused(entry: Entry, error: Exception) -> Fault:
    """What the database or a model refused of an entry, in words, at the fields it can be about."""
    if isinstance(error, ValidationError):
        return entry.fault((), "; ".join(error.messages))
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


def _merge(part: PackPart, entries: dict[str, Entry], report: Report, actor: Actor) -> None:
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
    if changes:
        _write(part, changes, entries, actor)
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
