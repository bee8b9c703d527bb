"""One idiom for what a pack describes, a table keeps and readers read: an entry, a row, and its sentences.

An entry has the shape of the kind's schema, as plain values and without empty fields.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model

from acasa.foundation.city.queries import city
from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs.files import Entry, Fault, PackFolder, PackModel
from acasa.foundation.packs.loading import Pack, PackPart

from .actions import keep_row, place_document
from .rules import placeholders, stray_braces

Data = dict[str, Any]
Fields = dict[str, list[str]]
"""Sentences by the field in which they stand."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of thing is called, kept and cut into sentences."""

    name: str
    model: type[Model]
    schema: type[PackModel]
    sentences: Callable[[Mapping[str, Any], str], Fields]
    """The sentences of an entry; the language decides where a sentence ends."""
    plain: tuple[str, ...]
    """Fields that an entry and a row have alike."""
    optional: tuple[str, ...] = ()
    """Fields that are missing from an entry where the row's are empty."""
    leads_to: tuple[str, ...] = ()
    """Fields that name something of another kind or room."""
    rest: str = ""
    """The column that holds all other fields of the entry."""

    @property
    def _keys(self) -> list[str]:
        """The fields that a row has as foreign keys."""
        return [name for name in self.leads_to if name not in self.plain + self.optional]

    def entry(self, row: Any) -> Data:
        """A row in the form of a pack's entry."""
        data = {
            "id": row.slug,
            **{name: getattr(row, name) for name in self.plain},
            **{name: getattr(row, name) or None for name in self.optional},
            **(
                getattr(row, self.rest)
                if self.rest
                else {name: getattr(row, f"{name}_id") for name in self._keys}
            ),
        }
        return self.schema.model_validate(data).model_dump(mode="json", exclude_none=True)

    def columns(self, entry: Mapping[str, Any]) -> Data:
        """The columns of the row for an entry, its slug aside."""
        found = {
            **{name: entry[name] for name in self.plain},
            **{name: entry.get(name, "") for name in self.optional},
        }
        if self.rest:
            left = {name: value for name, value in entry.items() if name not in found and name != "id"}
            return {**found, self.rest: left}
        return {**found, **{f"{name}_id": entry.get(name) for name in self._keys}}

    def label(self, field: str) -> str:
        """How editors know a field of such a thing, in the language of the request."""
        column = self.model._meta.get_field(field)
        assert isinstance(column, Field)
        return str(column.verbose_name)


def place(kind: Kind, row: Any) -> None:
    """Says which sentences stand in a thing now. Part of the action that wrote it."""
    place_document(f"{kind.name}:{row.slug}", kind.sentences(kind.entry(row), city().source_language))


class EntryPart(PackPart):
    """A kind whose entries stand in files of their own or as a list, and are rows with sentences."""

    what: Kind
    pattern: str
    one_file_each = False
    numbered = False
    """The file's own order is the order in which they stand."""

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.what.name

    def read(self, folder: PackFolder) -> list[Entry]:
        schema, files = self.what.schema, folder.files(self.pattern)
        if self.one_file_each:
            return [entry for path in files if (entry := folder.entry(path, schema))]
        found = [entry for path in files for entry in folder.entries(path, schema)]
        if not self.numbered:
            return found
        return [
            Entry(entry.key, {**entry.data, "position": number}, entry.file, entry.lines)
            for number, entry in enumerate(found, 1)
        ]

    def current(self, keys: Iterable[str]) -> dict[str, Data]:
        """What stands here now, of these keys."""
        rows = self.what.model._default_manager.filter(pk__in=list(keys))
        return {str(row.pk): self.what.entry(row) for row in rows}

    def write(self, changes: Mapping[str, Data], *, actor: Actor) -> None:
        for slug, data in changes.items():
            self.written(keep_row(self.what.model, slug, self.what.columns(data)))

    def written(self, row: Any) -> None:
        """What follows when a row was written."""
        place(self.what, row)

    def targets(self, pack: Pack) -> Mapping[str, Container[str]]:
        """What the fields that lead somewhere may name."""
        return {}

    def check(self, pack: Pack) -> Iterable[Fault]:
        language = next(iter(pack.of("city").values())).data["source_language"]
        targets = self.targets(pack) if self.what.leads_to else {}
        for entry in pack.of(self.kind).values():
            for name, texts in self.what.sentences(entry.data, language).items():
                yield from text_faults(pack, entry, name, texts)
            for name in self.what.leads_to:
                named = entry.data.get(name)
                if named and named not in targets[name]:
                    yield entry.fault((name,), f"no {name} “{named}” in the pack")


def text_faults(pack: Pack, entry: Entry, field: str, texts: Iterable[str]) -> Iterable[Fault]:
    """Braces in texts of a pack that stand around no fact of it."""
    for text in texts:
        if stray_braces(text):
            yield entry.fault((field,), "a brace stands outside a {fact}")
        for fact in placeholders(text):
            if fact not in pack.of("fact"):
                yield entry.fault((field,), f"no fact “{fact}” in facts/")
