"""What a city pack consists of, and reading it: everything is checked before anything is written.

Rooms register a :class:`PackPart` each; this module knows none of them. :mod:`.actions.load` writes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import ProtectedError

from acasa.foundation.guard.actor import Actor

from .files import Entry, Fault, PackFolder, PackInvalid
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
        """Makes the application say what is given. Called inside the load's transaction.

        What the entries no longer name stays until :meth:`take_away`: a later part may still lead to it.
        """

    def take_away(self, changes: Mapping[str, Data], *, actor: Actor) -> None:  # noqa: B027 - most take nothing away
        """Deletes what the entries that were written no longer name; called when every part has written.

        Raises :class:`~.said.Wrong`, in the words of :func:`still_named`, where something still leads to it.
        """


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


def still_named(thing: str, error: ProtectedError) -> Said:
    """Why something stays that the pack no longer has, and what to do."""
    names = sorted({str(getattr(one, "source", one)) for one in error.protected_objects})
    return Said(
        "“%(thing)s” is no longer in the pack, and these still lead to it: %(names)s. Let them lead elsewhere, in the"
        " pack or in the authoring room, or put it back.",
        thing=thing,
        names=", ".join(names),
    )


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
    folder.faults.extend(folder.unread())
    if not pack.of("city"):  # everything else refers to it; its own mistake is the one to mend first
        raise PackInvalid(folder.faults)
    for part in parts():
        folder.faults.extend(part.check(pack))
    if folder.faults:
        raise PackInvalid(folder.faults)
    return pack
