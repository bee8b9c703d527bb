"""The city itself, its teams, areas and calendar, as parts of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field

from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs import loading as packs
from acasa.foundation.packs.files import Entry, Fault, PackFolder, PackModel, shaped
from acasa.foundation.packs.said import Said

from .actions import keep_area, keep_city
from .models import Area, CalendarException, City, Team
from .rules import first_day

_WORDS = shaped(r"^[a-z0-9]+(-[a-z0-9]+)*$", Said("lower-case words with hyphens"))
Slug = Annotated[str, Field(pattern=_WORDS, max_length=80)]


def _a_day(as_of: str) -> str:
    try:
        first_day(as_of)
    except ValueError as error:
        raise ValueError(f"expected a date, a month or a year of the calendar, found “{as_of}”") from error
    return as_of


_AS_OF = shaped(r"^\d{4}(-\d\d(-\d\d)?)?$", Said("a date, a month or a year such as 2026-11"))
AsOf = Annotated[str, Field(pattern=_AS_OF), AfterValidator(_a_day)]
_WEB = shaped(r"^https?://[^\s]+$", Said("an address that begins with https://"))
Web = Annotated[str, Field(pattern=_WEB, max_length=500)]
Confidence = Literal["high", "medium", "low"]


def _language(code: str) -> str:
    try:
        Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"expected a BCP 47 language code such as “ro”, found “{code}”") from error
    return code


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"expected a time zone such as “Europe/Bucharest”, found “{name}”")
    return name


LanguageCode = Annotated[str, AfterValidator(_language)]


class Source(PackModel):
    """Where something was read. No address for a source that is not on the web."""

    title: str = Field(min_length=1, max_length=300)
    url: Web | None = None


class _Team(PackModel):
    id: Slug
    name: str
    email: str | None = None


class _Day(PackModel):
    date: date
    closed: bool
    reason: str


class CitySchema(PackModel):
    """``city.yaml``."""

    format: Literal[1]
    id: Slug
    name: str
    tagline: str | None = None
    country: Annotated[str, Field(pattern=shaped(r"^[A-Z]{2}$", Said("two capital letters")))]
    subdivision: str | None = None
    time_zone: Annotated[str, AfterValidator(_zone)]
    currency: Annotated[str, Field(pattern=shaped(r"^[A-Z]{3}$", Said("three capital letters")))]
    source_language: LanguageCode
    pivot_language: LanguageCode
    languages: Annotated[list[LanguageCode], Field(min_length=1)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    emergency_number: str
    emergency_page: str | None = None
    desk: Slug | None = None
    teams: Annotated[list[_Team], Field(min_length=1)]
    calendar: list[_Day] = []


_PLAIN = (
    "name", "tagline", "country", "subdivision", "time_zone", "currency", "source_language", "pivot_language",
    "languages", "emergency_number", "emergency_page", "desk",
)  # fmt: skip


class CityPart(packs.PackPart):
    kind = "city"
    order = 0

    def read(self, folder: PackFolder) -> list[Entry]:
        found = []
        for path in folder.files("city.yaml"):
            if entry := folder.entry(path, CitySchema, key="city"):
                _ordered(entry.data)
                found.append(entry)
        return found

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        served = City.objects.values_list("slug", flat=True).first()
        for entry in pack.of("city").values():
            if served and served != entry.data["id"]:
                yield entry.fault(
                    ("id",), f"this database serves “{served}”; a city has a database of its own"
                )
            for name in ("source_language", "pivot_language"):
                if entry.data[name] not in entry.data["languages"]:
                    yield entry.fault((name,), "expected to be one of the languages of the city")
            desk = entry.data.get("desk")
            if desk and desk not in pack.of("organisation"):
                yield entry.fault(("desk",), f"no organisation “{desk}” in the pack")
            page = entry.data.get("emergency_page")
            if page and page not in pack.of("guide"):
                yield entry.fault(("emergency_page",), f"no page “{page}” in the pack")

    def current(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        city = City.objects.filter(id=1).first()
        if city is None:
            return {}
        values = {name: getattr(city, name) for name in _PLAIN}
        teams = [
            {"id": t.slug, "name": t.name, "email": t.email or None} for t in Team.objects.order_by("slug")
        ]
        days = [
            {"date": d.day, "closed": d.closed, "reason": d.reason}
            for d in CalendarException.objects.order_by("day")
        ]
        schema = CitySchema.model_validate(
            dict(
                format=1,
                id=city.slug,
                latitude=float(city.latitude),
                longitude=float(city.longitude),
                teams=teams,
                calendar=days,
                **{name: value or None for name, value in values.items()},
            )
        )
        return {"city": _ordered(schema.model_dump(mode="json", exclude_none=True))}

    def write(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        for data in changes.values():
            keep_city(data)


def _ordered(data: dict[str, Any]) -> dict[str, Any]:
    data["teams"].sort(key=lambda team: team["id"])
    data["calendar"].sort(key=lambda day: day["date"])
    return data


class AreaSchema(PackModel):
    """One entry of ``areas.yaml``."""

    id: Slug
    name: str
    kind: Literal["country", "county", "municipality", "commune", "district"]
    parent: Slug | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    population: Annotated[int, Field(ge=0)] | None = None
    population_year: Annotated[int, Field(ge=1800, le=2200)] | None = None
    source: Source | None = None
    confidence: Confidence | None = None


class AreaPart(packs.PackPart):
    kind = "area"
    order = 10

    def read(self, folder: PackFolder) -> list[Entry]:
        return [entry for path in folder.files("areas.yaml") for entry in folder.entries(path, AreaSchema)]

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        areas = pack.of("area")
        for entry in areas.values():
            seen, parent = {entry.key}, entry.data.get("parent")
            while parent:
                if parent not in areas:
                    yield entry.fault(("parent",), f"no area “{parent}” in areas.yaml")
                    break
                if parent in seen:
                    yield entry.fault(("parent",), "an area must not lie in itself")
                    break
                seen.add(parent)
                parent = areas[parent].data.get("parent")

    def current(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        found = {}
        for area in Area.objects.all():
            source = (
                {"title": area.source_title, "url": area.source_url or None} if area.source_title else None
            )
            found[area.slug] = AreaSchema.model_validate(
                {
                    "id": area.slug,
                    "name": area.name,
                    "kind": area.kind,
                    "parent": area.parent_id,
                    "latitude": None if area.latitude is None else float(area.latitude),
                    "longitude": None if area.longitude is None else float(area.longitude),
                    "population": area.population,
                    "population_year": area.population_year,
                    "source": source,
                    "confidence": area.confidence or None,
                }
            ).model_dump(mode="json", exclude_none=True)
        return found

    def write(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        waiting = dict(changes)
        while waiting:  # parents first
            for slug, data in list(waiting.items()):
                if data.get("parent") not in waiting:
                    keep_area(slug, data)
                    del waiting[slug]
