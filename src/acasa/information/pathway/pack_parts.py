"""Questions, steps and personas as parts of a pack."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from decimal import Decimal

from acasa.foundation.packs import loading as packs
from acasa.foundation.packs.files import Fault
from acasa.foundation.texts.kinds import EntryPart, Kind

from . import actions
from .building import all_faults, persona_faults, terms_of
from .kinds import PERSONA, QUESTION, STEP, Row
from .rules import FIXED


class _Part(EntryPart):
    """What the three kinds share."""

    what: Kind

    def written(self, row: Row) -> None:
        actions.place(row)

    def targets(self, pack: packs.Pack) -> dict[str, Container[str]]:
        return _targets(pack)


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
