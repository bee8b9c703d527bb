"""Typed facts and translations as parts of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from acasa.foundation.city.pack_parts import AsOf, Confidence, Slug, Source
from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs import loading as packs
from acasa.foundation.packs.files import Entry, Fault, PackFolder, PackModel

from . import exchange, rules
from .actions import keep_fact, keep_sentences, write_translations
from .models import Fact, Translation

UNITS = ("minutes", "hours", "days", "working-days", "weeks", "months", "years")


class FactSchema(PackModel):
    """One entry of ``facts/*.yaml``."""

    id: Slug
    kind: Literal["money", "duration", "date", "phone", "number", "percent", "address", "web"]
    value: Annotated[str, Field(max_length=300)]
    max: Decimal | None = None
    unit: str | None = None
    label: Annotated[str, Field(max_length=200)]
    source: Source
    as_of: AsOf
    confidence: Confidence
    owner: Slug
    review_by: date
    sheet: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _value_fits_kind(self) -> FactSchema:
        if self.kind in ("money", "duration", "number", "percent"):
            try:
                amount = Decimal(self.value)
            except ArithmeticError as error:
                raise ValueError(f"value: expected a number for {self.kind}, found “{self.value}”") from error
            if not all(
                one is None or (one.is_finite() and one.adjusted() < 12) for one in (amount, self.max)
            ):
                raise ValueError("value: expected a number of at most twelve digits")
            if amount.as_tuple().exponent < -4:  # type: ignore[operator]
                raise ValueError(f"value: expected at most four decimals, found “{self.value}”")
            if self.kind != "number" and amount < 0:
                raise ValueError(f"value: expected a number from 0 up, found “{self.value}”")
            self.value = format(amount.normalize(), "f")
            if self.max is not None:
                if self.max <= amount:
                    raise ValueError("max: expected to be more than value")
                self.max = Decimal(format(self.max.normalize(), "f"))
        elif self.max is not None:
            raise ValueError(f"max: not for {self.kind}")
        if self.kind == "money" and not (self.unit and len(self.unit) == 3 and self.unit.isupper()):
            raise ValueError("unit: expected an ISO 4217 currency such as RON")
        if self.kind == "duration" and self.unit not in UNITS:
            raise ValueError(f"unit: expected one of {', '.join(UNITS)}")
        if self.kind == "date":
            try:
                date.fromisoformat(self.value)
            except ValueError as error:
                raise ValueError(
                    f"value: expected a date such as 2027-03-04, found “{self.value}”"
                ) from error
        return self


class FactPart(packs.PackPart):
    kind = "fact"
    order = 20

    def read(self, folder: PackFolder) -> list[Entry]:
        return [entry for path in folder.files("facts/*.yaml") for entry in folder.entries(path, FactSchema)]

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        teams = {team["id"] for city in pack.of("city").values() for team in city.data["teams"]}
        for entry in pack.of("fact").values():
            if entry.data["owner"] not in teams:
                yield entry.fault(("owner",), f"no team “{entry.data['owner']}” in city.yaml")

    def current(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        return {fact.slug: _entry(fact) for fact in Fact.objects.filter(pk__in=list(keys))}

    def write(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        for slug, data in changes.items():
            keep_fact(slug, data)


def _entry(fact: Fact) -> dict[str, Any]:
    """A fact in the form of a pack's entry, in which one field holds the value of any kind."""
    amount = fact.amount
    value = (
        fact.day.isoformat() if fact.day else fact.text if amount is None else format(amount.normalize(), "f")
    )
    data = {
        "id": fact.slug,
        "kind": fact.kind,
        "value": value,
        "max": fact.most,
        "unit": fact.unit or None,
        "label": fact.label,
        "source": Source(title=fact.source_title, url=fact.source_url or None),
        "as_of": fact.as_of,
        "confidence": fact.confidence,
        "owner": fact.owner_id,
        "review_by": fact.review_by,
        "sheet": fact.sheet or None,
        "note": fact.note or None,
    }
    return FactSchema.model_validate(data).model_dump(mode="json", exclude_none=True)


class TranslationPart(packs.PackPart):
    """``locale/{language}/*.po``; the key of an entry is ``{language}/{hash}``."""

    kind = "translation"
    order = 90

    def read(self, folder: PackFolder) -> list[Entry]:
        found: dict[str, Entry] = {}
        for path in folder.files("locale/*/*.po"):
            language, text = path.parent.name, folder.text(path)
            if text is None:
                continue
            try:
                po = exchange.read_po(text)
            except ValueError as error:
                folder.faults.append(Fault(folder.name(path), 0, "", str(error)))
                continue
            for item in po:
                try:
                    unit = exchange.read_unit(item)
                except ValueError as error:
                    folder.faults.append(Fault(folder.name(path), item.linenum or 0, "", str(error)))
                    continue
                if unit is None:
                    continue
                for fault in rules.translation_faults(unit.source, unit.text):
                    folder.faults.append(
                        Fault(folder.name(path), (item.linenum or 0), "msgstr", _explain(fault))
                    )
                data: dict[str, Any] = {"source": unit.source, "text": unit.text, "state": unit.state}
                if unit.checked_on:
                    data |= {"checked_on": unit.checked_on.isoformat(), "checked_role": unit.checked_role}
                key = f"{language}/{rules.sentence_hash(unit.source)}"
                if key in found and found[key].data["text"] != unit.text:
                    said = f"“{unit.source[:50]}” is translated differently in {found[key].file}"
                    folder.faults.append(Fault(folder.name(path), (item.linenum or 0), "msgid", said))
                found[key] = Entry(key, data, folder.name(path), {(): (item.linenum or 0)})
        return list(found.values())

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        for city in pack.of("city").values():
            languages, source = city.data["languages"], city.data["source_language"]
            for folder in {
                entry.key.split("/")[0]: entry for entry in pack.of("translation").values()
            }.values():
                language = folder.key.split("/")[0]
                if language not in languages or language == source:
                    yield folder.fault((), f"“{language}” is not a language this city is translated into")
        for entry in pack.of("translation").values():
            for name in rules.placeholders(entry.data["source"]):
                if name not in pack.of("fact"):
                    yield entry.fault((), f"no fact “{name}” in facts/")

    def current(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        found = {}
        rows = Translation.objects.values_list(
            "language", "sentence_id", "sentence__text", "text", "state", "checked_on", "checked_role"
        )
        for language, key, source, text, state, on, role in rows:
            data: dict[str, Any] = {"source": source, "text": text, "state": state}
            if on:
                data |= {"checked_on": on.isoformat(), "checked_role": role}
            found[f"{language}/{key}"] = data
        return found

    def write(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        keep_sentences(data["source"] for data in changes.values())
        by_language: dict[str, list[rules.Unit]] = {}
        for key, data in changes.items():
            on = data.get("checked_on")
            unit = rules.Unit(
                data["source"],
                data["text"],
                data["state"],
                date.fromisoformat(on) if on else None,
                data.get("checked_role", ""),
            )
            by_language.setdefault(key.split("/")[0], []).append(unit)
        for language, units in by_language.items():
            write_translations(actor=actor, language=language, units=units)


def _explain(fault: str) -> str:
    what, _, name = fault.partition(":")
    return {
        "missing": f"expected {{{name}}} as in the source sentence",
        "unknown": f"{{{name}}} does not stand in the source sentence",
        "missing-link": f"expected the link to {name} as in the source sentence",
        "unknown-link": f"the link to {name} does not stand in the source sentence",
        "stray-brace": "a brace stands outside a placeholder",
    }.get(what, fault)
