"""The public services of the directory as CPSV-AP 3.2 in JSON-LD, in every language that has a translation.

CPSV-AP is the European Union's Core Public Service Vocabulary Application Profile
(https://semiceu.github.io/CPSV-AP/releases/3.2.0/). A public service is performed by or on behalf of a public
organisation, so services of associations, companies and communities are not in it; HSDS has them all. Only
of authorities and the city administration does the directory know that they are public organisations: other
providers, such as a hospital or a school, are said to be organisations, no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel.core import get_global
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from acasa.foundation.city.models import Area, City
from acasa.foundation.city.queries import city
from acasa.foundation.texts.formatting import dialled
from acasa.foundation.texts.queries import Readings, read

from .hsds import ids, rows
from .hsds.wording import Collected, Unread, spoken
from .hsds.writer import address_of
from .models import Category, Cost, Organisation, Place, Service, Status, Topic
from .open_data import open_data
from .queries import exceptions, public_places
from .rules import with_exceptions

Json = dict[str, Any]

CONTEXT = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_AUTHORITIES = {Category.AUTHORITY, Category.CITY}
_NOT_PUBLIC = {
    Category.NGO,
    Category.COMMUNITY,
    Category.FAITH,
    Category.BUSINESS,
    Category.MEDIA,
    Category.INTERNATIONAL,
}
_EU = "http://publications.europa.eu/resource/authority"
# The European Union's authority list of languages uses ISO 639-3.
_ISO_639_3 = {
    "ar": "ARA", "bn": "BEN", "de": "DEU", "en": "ENG", "es": "SPA", "fa": "FAS", "fil": "FIL", "fr": "FRA",
    "hi": "HIN", "hu": "HUN", "it": "ITA", "ne": "NEP", "ps": "PUS", "ro": "RON", "ru": "RUS", "si": "SIN",
    "tr": "TUR", "uk": "UKR", "ur": "URD", "vi": "VIE", "zh": "ZHO",
}  # fmt: skip


@open_data
def cpsv_ap(request: HttpRequest) -> HttpResponse:
    """All public services with their providers, channels, costs and requirements, as one JSON-LD graph."""
    here = city()
    words = Collected(here.source_language, here.source_language)
    graph = list(_Graph(here, words).nodes(rows.whole_directory()))
    readings = {code: read(words.sources(), code) for code in here.languages}
    body = json.dumps(
        {"@context": CONTEXT, "@graph": graph},
        default=_in_all(readings),
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return HttpResponse(body, content_type="application/ld+json")


def _in_all(readings: dict[str, Readings]) -> Callable[[Any], list[Json]]:
    """Writes a text in every language in which all of its sentences are there."""

    def say(text: Any) -> list[Json]:
        if not isinstance(text, Unread):
            raise TypeError(f"cannot write {text!r} as JSON")
        return [
            {"@value": " ".join(spoken(said, source) for source in text.sources), "@language": code}
            for code, said in readings.items()
            if all(said[source].language == code for source in text.sources)
        ]

    return say


@dataclass(frozen=True)
class _Graph:
    here: City
    words: Collected

    def nodes(self, organisations: Iterable[Organisation]) -> Iterable[Json]:
        topics: dict[str, Topic] = {}
        areas: dict[str, Area] = {}
        for organisation in organisations:
            services = [one for one in organisation.services.all() if one.status != Status.INACTIVE]
            if organisation.category in _NOT_PUBLIC or not services:
                continue
            yield self._organisation(organisation)
            yield self._contact(organisation)
            for service in services:
                yield self._service(service, organisation)
                topics.update((topic.slug, topic) for topic in service.topics.all())
                areas.update((area.slug, area) for area in service.areas.all())
        yield from (self._topic(topic) for topic in topics.values())
        yield from (self._area(area) for area in areas.values())

    def _organisation(self, row: Organisation) -> Json:
        authority = row.category in _AUTHORITIES
        name = self.words.sentence(row.name)
        return {
            "@id": _organisation_id(row),
            "@type": "cv:PublicOrganisation" if authority else "org:Organization",
            "dct:identifier": str(row.hsds_id),
            "dct:title": name,
            "skos:prefLabel": name,
            "dct:spatial": {"@id": f"{_EU}/atu/{_three_letters(self.here.country)}"},
            **({"foaf:homepage": {"@id": row.website}} if row.website else {}),
        }

    def _contact(self, row: Organisation) -> Json:
        phones = [dialled(phone.number, country=self.here.country) for phone in row.phones.all()]
        return {
            "@id": _contact_id(row),
            "@type": "cv:ContactPoint",
            **({"cv:telephone": phones} if phones else {}),
            **({"cv:email": row.email} if row.email else {}),
            **({"cv:contactPage": {"@id": row.website}} if row.website else {}),
        }

    def _service(self, row: Service, organisation: Organisation) -> Json:
        key = row.hsds_id
        about = row.description or row.name
        node: Json = {
            "@id": address_of("services", key),
            "@type": "cpsv:PublicService",
            "dct:identifier": str(key),
            "dct:title": self.words.sentence(row.name),
            "dct:description": self.words.prose(about) if row.description else self.words.sentence(about),
            "cv:hasCompetentAuthority": {"@id": _organisation_id(organisation)},
            "cv:contactPoint": {"@id": _contact_id(organisation)},
            "cv:thematicArea": [{"@id": self._topic_id(topic)} for topic in row.topics.all()],
            "dct:language": [
                {"@id": f"{_EU}/language/{_ISO_639_3[code]}"} for code in row.languages if code in _ISO_639_3
            ],
            "dct:spatial": [{"@id": _area_id(area)} for area in row.areas.all()],
            "cv:hasChannel": [self._place(place, row) for place in public_places(row)] + self._online(row),
            "cv:hasCost": self._costs(row),
            "cv:holdsRequirement": self._requirements(row),
            "cpsv:hasInput": [
                {
                    "@id": f"urn:uuid:{ids.part('required_document', key, position)}",
                    "@type": "cv:Evidence",
                    "dct:identifier": ids.part("required_document", key, position),
                    "dct:title": self.words.sentence(document),
                }
                for position, document in enumerate(row.documents)
            ],
        }
        return {name: value for name, value in node.items() if value != []}

    def _place(self, place: Place, service: Service) -> Json:
        key = ids.service_at_location(service.hsds_id, place.hsds_id)
        where = ", ".join(filter(None, [place.name, place.address, place.area.name]))
        node: Json = {
            "@id": address_of("service_at_locations", key),
            "@type": "cv:Channel",
            "dct:identifier": key,
            "dct:description": {"@value": where, "@language": self.here.source_language},
        }
        if place.hours:
            node["cv:openingHours"] = {
                "@type": "time:TemporalEntity",
                "dct:description": {
                    "@value": with_exceptions(place.hours, exceptions(place)),
                    "@language": "zxx",  # no linguistic content: OpenStreetMap's opening_hours notation
                },
            }
        return node

    def _online(self, row: Service) -> list[Json]:
        if not row.website:
            return []
        key = ids.part("channel", row.hsds_id, "online")
        return [
            {
                "@id": f"urn:uuid:{key}",
                "@type": "cv:Channel",
                "dct:identifier": key,
                "foaf:page": {"@id": row.website},
            }
        ]

    def _costs(self, row: Service) -> list[Json]:
        if row.cost == Cost.UNKNOWN:
            return []
        key = ids.part("cost_option", row.hsds_id, row.cost)
        node: Json = {"@id": f"urn:uuid:{key}", "@type": "cv:Cost", "dct:identifier": key}
        if row.cost == Cost.FREE:
            node["cv:hasValue"] = {"@value": "0", "@type": "xsd:double"}
            node["cv:currency"] = {"@id": f"{_EU}/currency/{self.here.currency}"}
        if row.cost_note:
            node["dct:description"] = self.words.prose(row.cost_note)
        return [node]

    def _requirements(self, row: Service) -> list[Json]:
        if not row.eligibility:
            return []
        key = ids.part("eligibility", row.hsds_id)
        return [
            {
                "@id": f"urn:uuid:{key}",
                "@type": "cv:Requirement",
                "dct:identifier": key,
                "dct:title": self.words.prose(row.eligibility),
            }
        ]

    def _topic(self, topic: Topic) -> Json:
        return {
            "@id": self._topic_id(topic),
            "@type": "skos:Concept",
            "skos:notation": topic.slug,
            "skos:prefLabel": self.words.sentence(topic.title),
            "skos:definition": self.words.sentence(topic.summary),
            "skos:inScheme": {"@id": address_of("taxonomies", ids.taxonomy(self.here.slug))},
        }

    def _topic_id(self, topic: Topic) -> str:
        return address_of("taxonomy_terms", ids.term(self.here.slug, topic.slug))

    def _area(self, area: Area) -> Json:
        return {
            "@id": _area_id(area),
            "@type": "dct:Location",
            "locn:geographicName": self.words.sentence(area.name),
        }


def _organisation_id(row: Organisation) -> str:
    return address_of("organizations", row.hsds_id)


def _contact_id(row: Organisation) -> str:
    return f"{_organisation_id(row)}#contact"


def _area_id(area: Area) -> str:
    return f"{settings.BASE_URL}/api/cpsv-ap.jsonld#area-{area.slug}"


def _three_letters(country: str) -> str:
    """The ISO 3166 code of a country in three letters, from CLDR; the two letters if CLDR has none."""
    for code, territories in get_global("territory_aliases").items():
        if len(code) == 3 and code.isalpha() and territories == [country]:
            return code
    return country
