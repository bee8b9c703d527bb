"""Rows of the directory as HSDS 3.1 objects. Asks the database nothing that was not fetched before.

What HSDS has no field for is an attribute with a ``link_type`` and a ``value`` (see ``PROFILE``). Names of
persons are nowhere: the directory knows none. A hidden address is told nowhere (``queries.public_places``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from babel.lists import format_list
from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext

from acasa.foundation.city.models import Area, City
from acasa.foundation.texts.formatting import cldr, dialled

from ..models import Accessibility, Capacity, Cost, Organisation, Phone, Place, Service, Status, Topic
from ..queries import exceptions, public_places, public_places_of
from ..rules import with_exceptions
from . import ids, schedules
from .wording import Wording

Json = dict[str, Any]

_STATUS = {
    Status.ACTIVE: "active",
    Status.TEMPORARILY_CLOSED: "temporarily closed",
    Status.INACTIVE: "inactive",
}

PROFILE = {
    "name": "Acasă",
    "based_on": "HSDS 3.1",
    "description": "Plain HSDS 3.1 without changed or added fields; this is how some of its fields are used.",
    "attributes": {
        "topic": "a taxonomy term: the subject under which people look for a service",
        "audience": "a code of people for whom a service is meant, such as families or refugees",
        "capacity": "open, limited or full; absent where it is not known. No number of places is published",
        "by_appointment": "true or false; absent where it is not known",
        "coordinates": "approximate: the latitude and longitude show the neighbourhood, not the door",
        "hours_confidence": "high, medium or low: how sure the editors are of the hours of a place",
        "level": "1 key actor, 2 secondary or regulatory actor, 3 wider ecosystem",
        "category": "a code of what an organisation is, such as authority, ngo or health",
        "confidence": "high, medium or low: how sure the editors are of an entry",
        "as_of": "the date, month or year of the source of an entry",
        "source": "the address of that source",
    },
    "fields": {
        "service.assured_date": "the day on which a person last asked there; absent if nobody has",
        "service.last_modified": "when anything in the entry of its organisation last changed",
        "service.interpretation_services": "the languages for which an interpreter is there",
        "address.postal_code": "an empty text where it is not known",
        "schedule": "the regular week, once in summer and once in winter time; closes_at 23:59 is midnight",
        "schedule.notes": "the full hours in OpenStreetMap's notation, with public holidays (PH)",
        "organization.locations": "empty where the address is not told, for people's safety",
    },
}


def _filled(data: Json) -> Json:
    """Without what is empty: HSDS says nothing by saying nothing."""
    return {name: value for name, value in data.items() if value is not None and value != "" and value != []}


def _uri(address: str) -> str:
    return iri_to_uri(address)


def address_of(kind: str, identifier: object) -> str:
    """The lasting address of a thing in this interface."""
    return f"{settings.BASE_URL}/api/hsds/{kind}/{identifier}"


@dataclass(frozen=True)
class Writer:
    """Writes rows in one language, for one city, as of one day."""

    wording: Wording
    here: City
    areas: Mapping[str, Area]
    today: date

    # Services

    def service(self, row: Service) -> Json:
        """A service with the fields that are one to one, as in lists; its organisation in short."""
        return {**self._service(row), "organization": self.organization(row.organisation)}

    def full_service(self, row: Service, *, organisation: bool = True, places: bool = True) -> Json:
        """A service with everything under it, but for the organisation or places if they stand around it."""
        key = row.hsds_id
        whole = _filled(
            {
                **self._service(row),
                "service_areas": [
                    {
                        "id": ids.part("service_area", key, area.slug),
                        "service_id": str(key),
                        "name": self.wording.sentence(area.name),
                    }
                    for area in row.areas.all()
                ],
                "service_at_locations": [
                    self.service_at_location(row, place, full=True)
                    for place in (public_places(row) if places else ())
                ],
                "languages": [self._language(code, "service", key) for code in row.languages],
                "cost_options": self._costs(row),
                "required_documents": [
                    {
                        "id": ids.part("required_document", key, position),
                        "service_id": str(key),
                        "document": self.wording.sentence(document),
                    }
                    for position, document in enumerate(row.documents)
                ],
                "attributes": self._service_attributes(row),
            }
        )
        if organisation:
            provider = row.organisation
            whole["organization"] = _filled(
                {
                    **self.organization(provider),
                    "phones": self._phones(provider),
                    "attributes": self._facts(provider),
                }
            )
        return whole

    def minimal_service(self, row: Service) -> Json:
        """Only what tells a reader whether to ask again."""
        return {"id": str(row.hsds_id), "last_modified": _moment(row.organisation)}

    def _service(self, row: Service) -> Json:
        checked = row.organisation.checked_on
        return _filled(
            {
                "id": str(row.hsds_id),
                "organization_id": str(row.organisation.hsds_id),
                "name": self.wording.sentence(row.name),
                "description": _nothing(self.wording.prose(row.description)),
                "url": _uri(row.website),
                "status": _STATUS[Status(row.status)],
                "interpretation_services": self._languages_in_words(row.interpreted),
                "application_process": _nothing(self.wording.prose(row.how)),
                "fees_description": self._fees(row),
                "eligibility_description": _nothing(self.wording.prose(row.eligibility)),
                "assured_date": checked.isoformat() if checked else None,
                "last_modified": _moment(row.organisation),
            }
        )

    def _fees(self, row: Service) -> Any:
        if row.cost_note:
            return self.wording.prose(row.cost_note)
        return None if row.cost == Cost.UNKNOWN else str(Cost(row.cost).label)

    def _costs(self, row: Service) -> list[Json]:
        """An amount only where it is known: nothing. Amounts that people pay stand in the description."""
        if row.cost != Cost.FREE:
            return []
        return [
            {
                "id": ids.part("cost_option", row.hsds_id, "free"),
                "service_id": str(row.hsds_id),
                "currency": self.here.currency,
                "amount": 0,
                "amount_description": self._fees(row),
            }
        ]

    def _service_attributes(self, row: Service) -> list[Json]:
        said: list[tuple[str, str]] = [("audience", code) for code in row.audience]
        if row.capacity != Capacity.UNKNOWN:
            said.append(("capacity", row.capacity))
        if row.by_appointment is not None:
            said.append(("by_appointment", "true" if row.by_appointment else "false"))
        topics = [
            {
                "id": ids.part("attribute", row.hsds_id, "topic", topic.slug),
                "link_id": str(row.hsds_id),
                "link_type": "topic",
                "link_entity": "service",
                "taxonomy_term_id": ids.term(self.here.slug, topic.slug),
                "taxonomy_term": self.taxonomy_term(topic),
            }
            for topic in row.topics.all()
        ]
        return topics + [_attribute("service", row.hsds_id, kind, value) for kind, value in said]

    def service_at_location(self, row: Service, place: Place, *, full: bool, service: bool = False) -> Json:
        """A service at one of its places; ``service`` adds the service itself, in short or in full."""
        pair = {
            "id": ids.service_at_location(row.hsds_id, place.hsds_id),
            "service_id": str(row.hsds_id),
            "location_id": str(place.hsds_id),
            "location": self.location(place) if full else self._location(place),
        }
        if service:
            pair["service"] = self.full_service(row, places=False) if full else self.service(row)
        return pair

    def minimal_service_at_location(self, row: Service, place: Place) -> Json:
        return {
            "id": ids.service_at_location(row.hsds_id, place.hsds_id),
            "last_modified": _moment(row.organisation),
        }

    # Organisations

    def organization(self, row: Organisation) -> Json:
        """An organisation with the fields that are one to one, as in lists."""
        return {
            "id": str(row.hsds_id),
            "name": self.wording.sentence(row.name),
            **_filled({"alternate_name": _nothing(self.wording.sentence(row.short_name))}),
            "description": self.wording.prose(row.description),
            **_filled(
                {
                    "email": row.email,
                    "website": _uri(row.website),
                    "uri": address_of("organizations", row.hsds_id),
                }
            ),
        }

    def full_organization(self, row: Organisation, *, full_service: bool = False) -> Json:
        """An organisation with everything under it; its services by name only unless they are asked for."""
        services = [
            self.full_service(one, organisation=False)
            if full_service
            else {
                "id": str(one.hsds_id),
                "name": self.wording.sentence(one.name),
                "status": _STATUS[Status(one.status)],
            }
            for one in row.services.all()
        ]
        return {
            **self.organization(row),
            **_filled(
                {
                    "phones": self._phones(row),
                    "locations": [self.location(place) for place in public_places_of(row)],
                    "services": services,
                    "attributes": self._facts(row),
                }
            ),
        }

    def _facts(self, row: Organisation) -> list[Json]:
        """What is known about the entry itself. A source may name the street, so a hidden one has none."""
        said = {
            "level": str(row.level),
            "category": row.category,
            "confidence": row.confidence,
            "as_of": row.as_of,
            "source": row.source_url if row.address_is_public else "",
        }
        return [_attribute("organization", row.hsds_id, kind, value) for kind, value in said.items() if value]

    def _phones(self, row: Organisation) -> list[Json]:
        return [self._phone(phone, row) for phone in row.phones.all()]

    def _phone(self, phone: Phone, owner: Organisation) -> Json:
        key = ids.part("phone", owner.hsds_id, phone.number)
        return _filled(
            {
                "id": key,
                "organization_id": str(owner.hsds_id),
                "number": dialled(phone.number, country=self.here.country),
                "description": _nothing(self.wording.sentence(phone.note)),
                "languages": [self._language(code, "phone", key) for code in phone.languages],
            }
        )

    # Places

    def location(self, place: Place) -> Json:
        """A place with its address, accessibility and hours. The caller has made sure that it may be told."""
        key = place.hsds_id
        said = [("coordinates", place.coordinates)] if place.coordinates else []
        if place.by_appointment is not None:
            said.append(("by_appointment", "true" if place.by_appointment else "false"))
        if place.hours_confidence:
            said.append(("hours_confidence", place.hours_confidence))
        return _filled(
            {
                **self._location(place),
                "addresses": [self._address(place)] if place.address else [],
                "accessibility": [
                    {
                        "id": ids.part("accessibility", key, code),
                        "location_id": str(key),
                        "description": str(Accessibility(code).label),
                    }
                    for code in place.accessibility
                ],
                "schedules": self._schedules(place),
                "attributes": [_attribute("location", key, kind, value) for kind, value in said],
            }
        )

    def _location(self, place: Place) -> Json:
        return _filled(
            {
                "id": str(place.hsds_id),
                "location_type": "physical",
                "organization_id": str(place.organisation.hsds_id),
                "name": _nothing(self.wording.sentence(place.name)),
                "latitude": None if place.latitude is None else float(place.latitude),
                "longitude": None if place.longitude is None else float(place.longitude),
            }
        )

    def _address(self, place: Place) -> Json:
        municipality = self._around(place.area_id, Area.Kind.MUNICIPALITY, Area.Kind.COMMUNE)
        return {
            "id": ids.part("address", place.hsds_id),
            "location_id": str(place.hsds_id),
            "address_1": place.address,
            "city": municipality or self.here.name,
            "state_province": self._around(place.area_id, Area.Kind.COUNTY),
            "postal_code": place.postal_code,
            "country": self.here.country,
            "address_type": "physical",
        }

    def _around(self, slug: str | None, *kinds: Area.Kind) -> str:
        """The name of the nearest area of one of these kinds that a place lies in; empty if there is none."""
        while slug and (area := self.areas.get(slug)):
            if area.kind in kinds:
                return area.name
            slug = area.parent_id
        return ""

    def _schedules(self, place: Place) -> list[Json]:
        if not place.hours and not place.hours_note:
            return []
        key, zone = place.hsds_id, self.here.time_zone
        spoken = _filled(
            {
                "location_id": str(key),
                "description": _nothing(self.wording.prose(place.hours_note)),
                "notes": with_exceptions(place.hours, exceptions(place)) if place.hours else None,
            }
        )
        rows = []
        for season in schedules.seasons(zone, self.today) if place.hours else ():
            week = schedules.regular_week(
                place.hours, season.first, season.last, country=self.here.country, zone=zone
            )
            for regular in week:
                path = (key, season.offset, regular.opens, regular.closes)
                valid = {"valid_from": season.first.isoformat(), "valid_to": season.last.isoformat()}
                rows.append(
                    {
                        "id": ids.part("schedule", *path),
                        **spoken,
                        **(valid if season.bounded else {}),
                        "timezone": season.offset,
                        "wkst": "MO",
                        "freq": "WEEKLY",
                        "byday": ",".join(regular.days),
                        "opens_at": schedules.written(regular.opens, season.offset),
                        "closes_at": schedules.written(regular.closes, season.offset, closing=True),
                    }
                )
        return rows or [{"id": ids.part("schedule", key, "in words"), **spoken}]

    # Topics and languages

    def taxonomy(self) -> Json:
        """The one taxonomy: the topics of the city."""
        key = ids.taxonomy(self.here.slug)
        return {
            "id": key,
            "name": gettext("Topics"),
            "description": gettext("The subjects under which people look for pages and services."),
            "uri": address_of("taxonomies", key),
        }

    def taxonomy_term(self, topic: Topic, *, detail: bool = False) -> Json:
        """A topic; ``detail`` adds the taxonomy it belongs to."""
        key = ids.term(self.here.slug, topic.slug)
        whole = {
            "id": key,
            "code": topic.slug,
            "name": self.wording.sentence(topic.title),
            "description": self.wording.sentence(topic.summary),
            "taxonomy_id": ids.taxonomy(self.here.slug),
            "term_uri": address_of("taxonomy_terms", key),
        }
        return {**whole, "taxonomy_detail": self.taxonomy()} if detail else whole

    def _language(self, code: str, kind: str, owner: object) -> Json:
        return {
            "id": ids.part("language", owner, code),
            f"{kind}_id": str(owner),
            "name": self._language_name(code),
            "code": code,
        }

    def _language_name(self, code: str) -> str:
        return cldr(self.wording.language).languages.get(code.replace("-", "_"), code)

    def _languages_in_words(self, codes: list[str]) -> str:
        return format_list([self._language_name(code) for code in codes], locale=cldr(self.wording.language))


def _nothing(words: Any) -> Any:
    return words or None


def _moment(organisation: Organisation) -> str:
    moment = organisation.changed_at.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _attribute(entity: str, owner: object, kind: str, value: str) -> Json:
    return {
        "id": ids.part("attribute", owner, kind, value),
        "link_id": str(owner),
        "link_type": kind,
        "link_entity": entity,
        "value": value,
    }
