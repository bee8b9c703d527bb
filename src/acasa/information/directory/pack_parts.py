"""Topics and organisations as parts of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from acasa.foundation.city.pack_parts import AsOf, Confidence, LanguageCode, Slug, Source, Web
from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs import loading as packs
from acasa.foundation.packs.files import Entry, Fault, PackFolder, PackModel, shaped
from acasa.foundation.packs.said import Said
from acasa.foundation.texts.kinds import EntryPart, Fields, Kind, text_faults

from . import actions, queries, rules
from .models import Accessibility, Audience, Capacity, Category, Cost, Level, Status, Topic, Visibility


def one_of(choices: Any) -> Any:
    """The type of a field that holds a value of one of our closed lists."""
    return Literal[tuple(choices.values)]  # type: ignore[valid-type]


def _hours(notation: str) -> str:
    fault = rules.hours_fault(notation)
    if fault:
        raise ValueError(f"expected OpenStreetMap's opening_hours notation: {fault}")
    return notation


Hours = Annotated[str, Field(max_length=300), AfterValidator(_hours)]


class TopicSchema(PackModel):
    """One entry of ``topics.yaml``."""

    id: Slug
    title: str
    summary: str
    icon: str
    position: int = 0


def _of_topic(data: Mapping[str, Any], language: str) -> Fields:
    return {"title": [data["title"]], "summary": [data["summary"]]}


TOPIC = Kind("topic", Topic, TopicSchema, _of_topic, plain=("title", "summary", "icon", "position"))


class TopicPart(EntryPart):
    what = TOPIC
    order = 30
    pattern = "topics.yaml"
    numbered = True


class PhoneSchema(PackModel):
    number: Annotated[
        str, Field(pattern=shaped(r"^\+?[0-9][0-9 ]*$", Said("digits and spaces")), max_length=40)
    ]
    note: str | None = None
    languages: list[LanguageCode] = []


class ExceptionSchema(PackModel):
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    hours: Hours
    reason: str | None = None

    @model_validator(mode="after")
    def _goes_forward(self) -> ExceptionSchema:
        if self.last < self.first:
            raise ValueError("to: expected a day on or after “from”")
        return self


class PlaceSchema(PackModel):
    id: Slug
    name: str | None = None
    address: str | None = None
    postal_code: str | None = None
    area: Slug
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    coordinates: Literal["exact", "approximate"] | None = None
    hours: Hours | None = None
    hours_note: str | None = None
    hours_confidence: Confidence | None = None
    by_appointment: bool | None = None
    accessibility: list[one_of(Accessibility)] = []  # type: ignore[valid-type]
    exceptions: list[ExceptionSchema] = []

    @model_validator(mode="after")
    def _pair(self) -> PlaceSchema:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude: expected both or neither")
        return self


class ServiceSchema(PackModel):
    id: Slug
    name: str
    description: str | None = None
    topics: Annotated[list[Slug], Field(min_length=1)]
    places: list[Slug] | None = None
    cost: one_of(Cost) = "unknown"  # type: ignore[valid-type]
    cost_note: str | None = None
    by_appointment: bool | None = None
    languages: list[LanguageCode] = []
    interpreted: list[LanguageCode] = []
    documents: list[str] = []
    eligibility: str | None = None
    how: str | None = None
    website: Web | None = None
    area: list[Slug] = []
    capacity: one_of(Capacity) = "unknown"  # type: ignore[valid-type]
    status: one_of(Status) = "active"  # type: ignore[valid-type]
    audience: list[one_of(Audience)] = []  # type: ignore[valid-type]


class OrganisationSchema(PackModel):
    """One file of ``directory/``."""

    id: Slug
    name: str
    short_name: str | None = None
    description: str | None = None
    level: one_of(Level)  # type: ignore[valid-type]
    category: one_of(Category)  # type: ignore[valid-type]
    website: Web | None = None
    email: (
        Annotated[str, Field(pattern=shaped(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", Said("an e-mail address")))] | None
    ) = None
    phones: list[PhoneSchema] = []
    visibility: one_of(Visibility) = "public"  # type: ignore[valid-type]
    source: Source | None = None
    as_of: AsOf | None = None
    confidence: Confidence = "medium"
    checked_on: date | None = None
    note: str | None = None
    places: list[PlaceSchema] = []
    services: list[ServiceSchema] = []

    @model_validator(mode="after")
    def _places_of_services(self) -> OrganisationSchema:
        here = [place.id for place in self.places]
        for service in self.services:
            if service.places is None:
                service.places = list(here)
            strange = set(service.places) - set(here)
            if strange:
                raise ValueError(f"services: {service.id}: no place “{sorted(strange)[0]}” in this file")
            service.topics = list(dict.fromkeys(service.topics))
        return self


def canonical(schema: OrganisationSchema) -> dict[str, Any]:
    """The organisation as plain values, sets of references in order, so that equal things compare equal."""
    data = schema.model_dump(mode="json", exclude_none=True, by_alias=True)
    for service in data["services"]:
        for name in ("topics", "places", "area"):
            service[name] = sorted(service.get(name, []))
    for place in data["places"]:
        place["exceptions"].sort(key=lambda exception: exception["from"])
    return data


class OrganisationPart(packs.PackPart):
    kind = "organisation"
    order = 40

    def read(self, folder: PackFolder) -> list[Entry]:
        found = []
        for path in folder.files("directory/*.yaml"):
            entry = folder.entry(path, OrganisationSchema)
            if entry is None:
                continue
            if entry.key != path.stem:
                folder.faults.append(entry.fault(("id",), f"expected “{path.stem}”, as the file is named"))
            data = canonical(OrganisationSchema.model_validate(entry.data))
            found.append(Entry(entry.key, data, entry.file, entry.lines))
        return found

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        language = next((city.data["source_language"] for city in pack.of("city").values()), "en")
        places: dict[str, str] = {}
        services: dict[str, str] = {}
        for entry in pack.of("organisation").values():
            for index, place in enumerate(entry.data["places"]):
                where = ("places", index)
                if place["id"] in places:
                    yield entry.fault((*where, "id"), f"stands also in {places[place['id']]}")
                places[place["id"]] = entry.file
                if place["area"] not in pack.of("area"):
                    yield entry.fault((*where, "area"), f"no area “{place['area']}” in areas.yaml")
            for index, service in enumerate(entry.data["services"]):
                where = ("services", index)
                if service["id"] in services:
                    yield entry.fault((*where, "id"), f"stands also in {services[service['id']]}")
                services[service["id"]] = entry.file
                for name, kind, file in (("topics", "topic", "topics.yaml"), ("area", "area", "areas.yaml")):
                    for slug in service[name]:
                        if slug not in pack.of(kind):
                            yield entry.fault((*where, name), f"no {kind} “{slug}” in {file}")
            for name, sentences in queries.text_fields(entry.data, language).items():
                yield from text_faults(pack, entry, name, sentences)

    def current(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        return {
            slug: canonical(OrganisationSchema.model_validate(data))
            for slug, data in queries.as_pack(keys).items()
        }

    def write(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        for slug, data in changes.items():
            actions.keep_organisation(slug, data)

    def take_away(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        for slug, data in changes.items():
            actions.drop_gone_parts(slug, data)
