"""Named reads of the directory."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from acasa.foundation.city.models import Area
from acasa.foundation.city.queries import city, closed_days, local_now
from acasa.foundation.texts.models import Translation, Use
from acasa.foundation.texts.rules import split_sentences

from . import rules
from .models import HoursException, Organisation, Phone, Place, Service, Topic


def text_fields(data: Mapping[str, Any], language: str | None = None) -> dict[str, list[str]]:
    """The sentences of an organisation in its pack's form, by field, for the catalogue of uses."""
    language = language or city().source_language
    fields: dict[str, list[str]] = {"name": [data["name"]]}
    if data.get("short_name"):
        fields["short_name"] = [data["short_name"]]
    fields["description"] = split_sentences(data.get("description", ""), language)
    fields["phones"] = [phone["note"] for phone in data["phones"] if phone.get("note")]
    fields["places"] = [
        text
        for place in data["places"]
        for text in (
            *filter(None, [place.get("name")]),
            *split_sentences(place.get("hours_note", ""), language),
            *(exception["reason"] for exception in place["exceptions"] if exception.get("reason")),
        )
    ]
    fields["services"] = [
        text
        for service in data["services"]
        for text in (
            service["name"],
            *(
                sentence
                for name in ("description", "cost_note", "eligibility", "how")
                for sentence in split_sentences(service.get(name, ""), language)
            ),
            *service["documents"],
        )
    ]
    return fields


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as a pack writes it: a field that says nothing is not there."""
    return {name: value for name, value in data.items() if value not in (None, "")}


def as_pack(slugs: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """Organisations in the form of a pack's file; all of them, or those named."""
    organisations = complete(Organisation.objects.all())
    if slugs is not None:
        organisations = organisations.filter(slug__in=list(slugs))
    return {organisation.slug: _organisation_as_pack(organisation) for organisation in organisations}


def _organisation_as_pack(one: Organisation) -> dict[str, Any]:
    source = _filled({"title": one.source_title, "url": one.source_url}) if one.source_title else None
    fields = {
        "id": one.slug,
        "name": one.name,
        "level": one.level,
        "category": one.category,
        "visibility": one.visibility,
        "confidence": one.confidence,
        "checked_on": one.checked_on,
        "source": source,
        **{
            name: getattr(one, name)
            for name in ("short_name", "description", "website", "email", "as_of", "note")
        },
        "phones": [
            _filled({"number": phone.number, "note": phone.note, "languages": phone.languages})
            for phone in one.phones.all()
        ],
        "places": [_place_as_pack(place) for place in one.places.all()],
        "services": [_service_as_pack(service) for service in one.services.all()],
    }
    return _filled(fields)


def _place_as_pack(place: Place) -> dict[str, Any]:
    texts = ("name", "address", "postal_code", "coordinates", "hours", "hours_note", "hours_confidence")
    fields = {
        "id": place.slug,
        "area": place.area_id,
        "latitude": None if place.latitude is None else float(place.latitude),
        "longitude": None if place.longitude is None else float(place.longitude),
        "by_appointment": place.by_appointment,
        "accessibility": place.accessibility,
        "exceptions": [
            _filled({"from": item.first, "to": item.last, "hours": item.hours, "reason": item.reason})
            for item in place.exceptions.all()
        ],
        **{name: getattr(place, name) for name in texts},
    }
    return _filled(fields)


def _service_as_pack(service: Service) -> dict[str, Any]:
    texts = ("description", "cost_note", "eligibility", "how", "website")
    fields = {
        "id": service.slug,
        "name": service.name,
        "topics": [topic.slug for topic in service.topics.all()],
        "places": [place.slug for place in service.places.all()],
        "area": [area.slug for area in service.areas.all()],
        "cost": service.cost,
        "by_appointment": service.by_appointment,
        "languages": service.languages,
        "interpreted": service.interpreted,
        "documents": service.documents,
        "capacity": service.capacity,
        "status": service.status,
        "audience": service.audience,
        **{name: getattr(service, name) for name in texts},
    }
    return _filled(fields)


def complete(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Organisations with everything under them, in a fixed number of queries."""
    services = Service.objects.prefetch_related("topics", "places", "areas")
    return reachable(organisations).prefetch_related(Prefetch("services", queryset=services))


def reachable(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Organisations with their phones and places, but without their services."""
    places = Place.objects.select_related("area").prefetch_related("exceptions")
    return organisations.prefetch_related("phones", Prefetch("places", queryset=places))


def organisation_of(part: Any) -> str:
    """The organisation (its slug) that an organisation, phone, place, service or exception belongs to.

    Raises TypeError for anything else.
    """
    match part:
        case Organisation():
            return part.slug
        case HoursException():
            return part.place.organisation_id
        case Phone() | Place() | Service():
            return part.organisation_id
    raise TypeError(f"{part!r} is not part of the directory")


def topics() -> list[Topic]:
    """All topics, in the city's order."""
    return list(Topic.objects.all())


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks of the directory; empty means all."""

    query: str = ""
    topic: str = ""
    language: str = ""
    area: str = ""
    category: str = ""
    open_now: bool = False
    free: bool = False

    @property
    def any(self) -> bool:
        return bool(
            self.query
            or self.topic
            or self.language
            or self.area
            or self.category
            or self.open_now
            or self.free
        )


def area_with_parts(slug: str) -> set[str]:
    """An area and everything in it."""
    children: dict[str, list[str]] = {}
    for child, parent in Area.objects.filter(parent__isnull=False).values_list("slug", "parent_id"):
        children.setdefault(parent, []).append(child)
    found, waiting = set(), [slug]
    while waiting:
        area = waiting.pop()
        found.add(area)
        waiting += children.get(area, [])
    return found


def find_organisations(filters: Filters) -> QuerySet[Organisation]:
    """The organisations that match, key actors first, then by name.

    ``open_now`` is applied by :func:`open_slugs`, which knows the hour; ``query`` by the search.
    """
    found = Organisation.objects.order_by("level", "name")
    service = Q(services__status="active")
    if filters.topic:
        service &= Q(services__topics=filters.topic)
    if filters.free:
        service &= Q(services__cost="free")
    if filters.language:
        service &= (
            Q(services__languages__contains=[filters.language])
            | Q(services__interpreted__contains=[filters.language])
            | Q(phones__languages__contains=[filters.language])
        )
    if filters.topic or filters.free or filters.language:
        found = found.filter(service)
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.area:
        areas = area_with_parts(filters.area)
        found = found.filter(Q(places__area__in=areas, visibility="public") | Q(services__areas__in=areas))
    return found.distinct()


def open_slugs(slugs: Iterable[str], at: datetime | None = None) -> tuple[set[str], datetime | None]:
    """Which organisations have a place that is open, and the next moment at which that may change."""
    opened: set[str] = set()
    changes: list[datetime] = []
    places = (
        Place.objects.filter(organisation__in=list(slugs)).exclude(hours="").prefetch_related("exceptions")
    )
    for place in places:
        state = place_state(place, at)
        if state and state.is_open:
            opened.add(place.organisation_id)
        if state and state.changes_at:
            changes.append(state.changes_at)
    return opened, min(changes, default=None)


def place_state(place: Place, at: datetime | None = None) -> rules.OpenState | None:
    """Whether a place is open at a moment (now, if none is given); None where its hours are not known.

    A note on the hours is read before it on every screen, for it says what the notation cannot. Where “open” or “closed
    now” would deny the note (a shelter that is open all night and lets nobody in after ten), the place has the note
    alone and no hours.
    """
    if not place.hours:
        return None
    here = city()
    notation = rules.with_exceptions(place.hours, exceptions(place))
    return rules.open_state(notation, at or local_now(), country=here.country, zone=here.time_zone)


def place_week(place: Place, at: datetime | None = None) -> list[rules.DayHours]:
    """The hours of the coming seven days; empty where they are not known."""
    if not place.hours:
        return []
    here = city()
    start = (at or local_now()).date()
    return rules.week(
        place.hours, start, country=here.country, zone=here.time_zone, exceptions=exceptions(place)
    )


def exceptions(place: Place) -> list[rules.Exceptional]:
    """The place's own exceptions; before them, if it is closed on public holidays, the days on which the city closes."""
    days = closed_days().items()
    return [
        *(
            rules.Exceptional(day, day, "off", reason)
            for day, reason in days
            if rules.keeps_holidays(place.hours)
        ),
        *(
            rules.Exceptional(item.first, item.last, item.hours, item.reason)
            for item in place.exceptions.all()
        ),
    ]


def languages_offered() -> list[str]:
    """The languages in which some service is offered, spoken or interpreted."""
    found: set[str] = set()
    for spoken, interpreted in Service.objects.values_list("languages", "interpreted"):
        found |= {*spoken, *interpreted}
    return sorted(found)


def matching(organisations: Iterable[Organisation], query: str, language: str) -> list[Organisation]:
    """Of some organisations those whose name, service or description has all words of a query, in any language."""
    wanted = [fold(word) for word in query.split()]
    listed = list(organisations)
    texts: dict[str, list[str]] = {organisation.slug: [] for organisation in listed}
    hidden = [f"organisation:{one.slug}" for one in listed if not one.address_is_public]
    uses = (
        Use.objects.filter(document__in=[f"organisation:{slug}" for slug in texts])
        .exclude(field="phones")
        .exclude(field="places", document__in=hidden)  # who guesses at a word must not learn that it is there
    )
    hashes: dict[str, list[str]] = {}
    for sentence, document, text in uses.values_list("sentence_id", "document", "sentence__text"):
        slug = document.partition(":")[2]
        texts[slug].append(text)
        hashes.setdefault(sentence, []).append(slug)
    for sentence, text in Translation.objects.filter(sentence__in=hashes).values_list("sentence_id", "text"):
        for slug in hashes[sentence]:
            texts[slug].append(text)
    return [o for o in listed if all(word in fold(" ".join(texts[o.slug])) for word in wanted)]


def fold(text: str) -> str:
    """Lower case without the marks of Latin letters, so that “sanatate” finds “sănătate”."""
    out = []
    for character in unicodedata.normalize("NFC", text.casefold()):
        base = unicodedata.normalize("NFD", character)
        out.append(base[0] if len(base) > 1 and base[0] < "\u0250" else character)
    return "".join(out)


def pages_about(card: Any) -> list[dict[str, Any]]:
    """The published guide pages that point to a service or organisation: address and title (source text)."""
    return [lookup for provider in _page_providers for lookup in provider(card)]


_page_providers: list[Any] = []


def provide_pages(provider: Any) -> None:
    """Lets a room above say which of its pages speak of a card (rooms below do not know them)."""
    _page_providers.append(provider)


def public_places(service: Service) -> list[Place]:
    """Where a service is offered, as far as it may be told: never a hidden place, nor a hidden provider's."""
    if not service.organisation.address_is_public:
        return []
    return [
        place
        for place in service.places.all()
        if place.organisation_id == service.organisation_id or place.organisation.address_is_public
    ]


def public_places_of(organisation: Organisation) -> list[Place]:
    """The places of an organisation, none if its address is hidden."""
    return list(organisation.places.all()) if organisation.address_is_public else []
