"""What can be asked of the HSDS interface, exactly as its OpenAPI document says: one spelling each."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal

from django.utils.dateparse import parse_date, parse_datetime
from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from . import rows

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LATITUDE = r"-?(?:[0-8]?[0-9](?:\.[0-9]{1,12})?|90(?:\.0{1,12})?)"
_LONGITUDE = r"-?(?:(?:1[0-7]|[0-9])?[0-9](?:\.[0-9]{1,12})?|180(?:\.0{1,12})?)"
_METRES = r"[0-9]{1,8}(?:\.[0-9]{1,6})?"
_POINT = re.compile(rf"(?:({_LATITUDE}),({_LONGITUDE}),)?({_METRES})")
MOST_A_PAGE = 100


def _truth(value: Any) -> Any:
    if value in ("true", "false", True, False):
        return value in ("true", True)
    raise ValueError("true or false")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[1-9][0-9]{0,8}", value):
        return int(value)
    if isinstance(value, int):
        return value
    raise ValueError("a whole number, at least 1")


def _identifier(value: Any) -> Any:
    if isinstance(value, str) and _UUID.fullmatch(value):
        return uuid.UUID(value)
    raise ValueError("a UUID such as ac148810-d857-441c-9679-408f346de14b")


def _moment(value: Any) -> Any:
    try:
        moment = parse_datetime(value)
        day = parse_date(value) if moment is None else None
    except ValueError:
        moment = day = None
    if day is not None:
        moment = datetime.combine(day, time(0))
    if moment is None:
        raise ValueError(
            "a date or a date and time such as 2026-01-31T08:00:00Z (a plus sign is written %2B)"
        )
    if moment.tzinfo:
        try:
            return moment.astimezone(UTC)  # PostgreSQL reads no offset of sixteen hours and more
        except OverflowError:  # the first or last day there is
            pass
    return moment.replace(tzinfo=UTC)


def _proximity(value: Any) -> Any:
    if isinstance(value, str) and (value == "" or _POINT.fullmatch(value)):
        return value
    raise ValueError("metres, or latitude,longitude,metres such as 46.77,23.59,1500")


_MOMENT_SCHEMA = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}],
    "description": "Changed at this moment or later.",
}

Truth = Annotated[bool, BeforeValidator(_truth)]
Page = Annotated[
    int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 10**9 - 1})
]
Identifier = Annotated[uuid.UUID | None, BeforeValidator(_identifier)]
Moment = Annotated[datetime | None, BeforeValidator(_moment), WithJsonSchema(_MOMENT_SCHEMA)]


def _key(what: str) -> Any:
    return Field(None, description=what, json_schema_extra=_just_a_uuid)


def _just_a_uuid(schema: dict[str, Any]) -> None:
    schema.pop("anyOf", None)
    schema.pop("default", None)
    schema.update({"type": "string", "format": "uuid"})


class Paging(Schema):
    """What every list understands."""

    search: str = Field(
        "", max_length=200, pattern=r"^[^\x00]*$", description="Words that all stand in it, accents or not."
    )
    page: Page = Field(1, description="Number of the page, from 1.")
    per_page: Annotated[
        int,
        BeforeValidator(_whole),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_A_PAGE}),
    ] = Field(50, le=MOST_A_PAGE, description=f"How many on a page, at most {MOST_A_PAGE}.")
    format: Literal["json", "ndjson"] = Field(
        "json", description="ndjson gives everything that matches, one object a line, without pages."
    )

    def wanted(self, language: str) -> rows.Wanted:
        """The request in the terms of the rows."""
        names = ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "postcode")
        given = {name: getattr(self, name) for name in names if hasattr(self, name)}
        return rows.Wanted(language=language, near=self.near(), **given)

    def near(self) -> rows.Near | None:
        return None


class Depth(Schema):
    """How deep one organization is written."""

    full_service: Truth = Field(False, description="With services in full.")


class Terms(Paging):
    taxonomy_id: Identifier = _key("Terms of this taxonomy.")
    parent_id: Identifier = _key("Terms under this one. Topics stand side by side, so there are none.")
    top_only: Truth = Field(False, description="Only terms at the top.")


class Organizations(Paging):
    taxonomy_term_id: Identifier = _key("With a service under this term.")
    taxonomy_id: Identifier = _key("With a service under any term of this taxonomy.")
    modified_after: Moment = None
    full: Truth = Field(False, description="With places, phones, and services by name.")
    full_service: Truth = Field(False, description="With places, phones, and services in full.")


class Services(Paging):
    taxonomy_term_id: Identifier = _key("Under this term.")
    taxonomy_id: Identifier = _key("Under any term of this taxonomy.")
    organization_id: Identifier = _key("Of this organization.")
    modified_after: Moment = None
    minimal: Truth = Field(
        False, description="Only id and last_modified, everything on one page unless per_page is given."
    )
    full: Truth = Field(False, description="With everything under it.")


class ServicesAtLocations(Services):
    postcode: str = Field(
        "",
        max_length=12,
        pattern=r"^[0-9A-Za-z][0-9A-Za-z -]*$",
        description="At a place with this postcode, or for an area in which it is known to lie. Beside "
        "proximity: the point from which to measure, the middle of the places known to have it.",
    )
    proximity: Annotated[str, BeforeValidator(_proximity)] = Field(
        "",
        pattern=f"^({_POINT.pattern})?$",
        description="Metres from the postcode, without one from the middle of the city; or "
        "latitude,longitude,metres. The nearest come first.",
    )

    def near(self) -> rows.Near | None:
        """The surroundings asked for; nowhere, if they are those of an unknown postcode."""
        found = _POINT.fullmatch(self.proximity)
        if not found:
            return None
        latitude, longitude, metres = found.groups()
        if latitude:
            return rows.Near(float(latitude), float(longitude), float(metres))
        return rows.around(self.postcode, float(metres)) or rows.NOWHERE
