"""Questions, steps, personas and letters as parts of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from acasa.foundation.city import packs
from acasa.foundation.city.pack_files import Entry, Fault, PackFolder, PackModel
from acasa.foundation.guard.actor import Actor
from acasa.foundation.texts.rules import placeholders, stray_braces

from . import actions, queries, sentences
from .building import all_faults, term_of
from .models import Letter, Persona, Question, Step
from .schemas import LetterSchema, PersonaSchema, QuestionSchema, StepSchema, persona_day
from .terms import Term

Data = dict[str, Any]


class _Part(packs.PackPart):
    """What the four kinds share: a pattern of files, a schema, and how a row is read, written and cut in sentences."""

    pattern: str
    schema: type[PackModel]
    model: Any

    @staticmethod
    def authored(one: Any) -> Data:
        raise NotImplementedError

    @staticmethod
    def keep(slug: str, data: Mapping[str, Any]) -> None:
        raise NotImplementedError

    @staticmethod
    def of(data: Mapping[str, Any], language: str) -> dict[str, list[str]]:
        raise NotImplementedError

    def read(self, folder: PackFolder) -> list[Entry]:
        return [entry for path in folder.files(self.pattern) for entry in folder.entries(path, self.schema)]

    def current(self, keys: Iterable[str]) -> dict[str, Data]:
        return {one.slug: self.authored(one) for one in self.model.objects.all()}

    def write(self, changes: Mapping[str, Data], *, actor: Actor) -> None:
        for slug, data in changes.items():
            self.keep(slug, data)

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        city = next(iter(pack.of("city").values()))
        for entry in pack.of(self.kind).values():
            for name, texts in self.of(entry.data, city.data["source_language"]).items():
                for text in texts:
                    if stray_braces(text):
                        yield entry.fault((name,), "a brace stands outside a {fact}")
                    for fact in placeholders(text):
                        if fact not in pack.of("fact"):
                            yield entry.fault((name,), f"no fact “{fact}” in facts/")


class QuestionPart(_Part):
    kind = "question"
    order = 71
    pattern = "path/questions.yaml"
    schema, model = QuestionSchema, Question
    authored = staticmethod(queries.authored_question)
    keep = staticmethod(actions.keep_question)
    of = staticmethod(sentences.of_question)

    def read(self, folder: PackFolder) -> list[Entry]:
        """The file's own order is the order of asking."""
        found = super().read(folder)
        return [
            Entry(entry.key, {**entry.data, "position": number}, entry.file, entry.lines)
            for number, entry in enumerate(found, 1)
        ]


class StepPart(_Part):
    kind = "step"
    order = 72
    pattern = "path/steps/*.yaml"
    schema, model = StepSchema, Step
    authored = staticmethod(queries.authored_step)
    keep = staticmethod(actions.keep_step)
    of = staticmethod(sentences.of_step)

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        yield from super().check(pack)
        services = {s["id"] for o in pack.of("organisation").values() for s in o.data["services"]}
        for entry in pack.of(self.kind).values():
            for name, there in (
                ("page", pack.of("guide")),
                ("organisation", pack.of("organisation")),
                ("service", services),
                ("letter", pack.of("letter")),
            ):
                named = entry.data.get(name)
                if named and named not in there:
                    yield entry.fault((name,), f"no {name} “{named}” in the pack")
        entries = {"question": pack.of("question"), "step": pack.of("step")}
        faults = all_faults(
            [entry.data for entry in entries["question"].values()],
            [entry.data for entry in entries["step"].values()],
            _terms(pack),
        )
        for fault in faults:
            yield entries[fault.kind][fault.key].fault((fault.field,), fault.message)


def _terms(pack: packs.Pack) -> dict[str, Term | date]:
    found: dict[str, Term | date] = {}
    for slug, entry in pack.of("fact").items():
        if entry.data["kind"] == "date":
            found[slug] = date.fromisoformat(entry.data["value"])
        elif entry.data["kind"] == "duration" and (
            term := term_of(entry.data["unit"], Decimal(entry.data["value"]))
        ):
            found[slug] = term
    return found


class PersonaPart(_Part):
    kind = "persona"
    order = 73
    pattern = "path/personas.yaml"
    schema, model = PersonaSchema, Persona
    authored = staticmethod(queries.authored_persona)
    keep = staticmethod(actions.keep_persona)
    of = staticmethod(sentences.of_persona)

    def read(self, folder: PackFolder) -> list[Entry]:
        return [
            Entry(entry.key, {**entry.data, "position": number}, entry.file, entry.lines)
            for number, entry in enumerate(super().read(folder), 1)
        ]

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        yield from super().check(pack)
        for entry in pack.of(self.kind).values():
            for name, answer in entry.data["facts"].items():
                question = pack.of("question").get(name)
                if question is None:
                    yield entry.fault(("facts", name), f"no question “{name}”")
                elif question.data["kind"] == "date":
                    if persona_day(answer, date(2026, 1, 1)) is None:
                        yield entry.fault(
                            ("facts", name),
                            "expected days from today, such as -14, or a date such as 2026-12-31",
                        )
                else:
                    options = {option["id"] for option in question.data["options"]}
                    for one in answer if isinstance(answer, list) else [answer]:
                        if one not in options:
                            yield entry.fault(("facts", name), f"no option “{one}”")


class LetterPart(_Part):
    kind = "letter"
    order = 74
    pattern = "letters/*.yaml"
    schema, model = LetterSchema, Letter
    authored = staticmethod(queries.authored_letter)
    keep = staticmethod(actions.keep_letter)
    of = staticmethod(sentences.of_letter)

    def read(self, folder: PackFolder) -> list[Entry]:
        return [entry for path in folder.files(self.pattern) if (entry := folder.entry(path, self.schema))]

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        yield from super().check(pack)
        for entry in pack.of(self.kind).values():
            for name, there in (("page", pack.of("guide")), ("organisation", pack.of("organisation"))):
                named = entry.data.get(name)
                if named and named not in there:
                    yield entry.fault((name,), f"no {name} “{named}” in the pack")
