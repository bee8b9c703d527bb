"""Questions, steps, personas and letters as parts of a pack."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs import loading as packs
from acasa.foundation.packs.files import Entry, Fault, PackFolder
from acasa.foundation.texts.rules import placeholders, stray_braces

from . import actions
from .building import all_faults, persona_faults, terms_of
from .kinds import LETTER, PERSONA, QUESTION, STEP, Kind
from .rules import FIXED

Data = dict[str, Any]


class _Part(packs.PackPart):
    """What the four kinds share."""

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
        return {one.slug: self.what.entry(one) for one in self.what.model._default_manager.all()}

    def write(self, changes: Mapping[str, Data], *, actor: Actor) -> None:
        for slug, data in changes.items():
            actions.keep(self.what, slug, data)

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        city = next(iter(pack.of("city").values()))
        targets = _targets(pack) if self.what.leads_to else {}
        for entry in pack.of(self.kind).values():
            for name, texts in self.what.sentences(entry.data, city.data["source_language"]).items():
                for text in texts:
                    if stray_braces(text):
                        yield entry.fault((name,), "a brace stands outside a {fact}")
                    for fact in placeholders(text):
                        if fact not in pack.of("fact"):
                            yield entry.fault((name,), f"no fact “{fact}” in facts/")
            for name in self.what.leads_to:
                named = entry.data.get(name)
                if named and named not in targets[name]:
                    yield entry.fault((name,), f"no {name} “{named}” in the pack")


def _targets(pack: packs.Pack) -> dict[str, Container[str]]:
    """What the fields that lead somewhere may name."""
    organisations = pack.of("organisation")
    return {
        "page": pack.of("guide"),
        "organisation": organisations,
        "service": {service["id"] for one in organisations.values() for service in one.data["services"]},
        "letter": pack.of("letter"),
    }


class QuestionPart(_Part):
    what = QUESTION
    order = 71
    pattern = "path/questions.yaml"
    numbered = True

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        yield from super().check(pack)
        asked = pack.of(self.kind)
        for name in sorted(FIXED.keys() - asked.keys()) if asked else ():
            yield next(iter(asked.values())).fault((), f"no question “{name}”, which the program asks for")


class StepPart(_Part):
    what = STEP
    order = 72
    pattern = "path/steps/*.yaml"

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        yield from super().check(pack)
        entries = {"question": pack.of("question"), "step": pack.of("step")}
        faults = all_faults(
            [entry.data for entry in entries["question"].values()],
            [entry.data for entry in entries["step"].values()],
            terms_of(
                (
                    slug,
                    fact.data.get("unit", ""),
                    Decimal(fact.data["value"]) if fact.data["kind"] == "duration" else None,
                    date.fromisoformat(fact.data["value"]) if fact.data["kind"] == "date" else None,
                )
                for slug, fact in pack.of("fact").items()
            ),
        )
        for fault in faults:
            yield entries[fault.kind][fault.key].fault((fault.field,), fault.message)


class PersonaPart(_Part):
    what = PERSONA
    order = 73
    pattern = "path/personas.yaml"
    numbered = True

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        yield from super().check(pack)
        questions = [entry.data for entry in pack.of("question").values()]
        for entry in pack.of(self.kind).values():
            for name, message in persona_faults(entry.data["facts"], questions):
                yield entry.fault(("facts", name), message)


class LetterPart(_Part):
    what = LETTER
    order = 74
    pattern = "letters/*.yaml"
    one_file_each = True
