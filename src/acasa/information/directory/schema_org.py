"""An organisation or service as schema.org JSON-LD, for search engines and assistants that read our pages."""

from __future__ import annotations

import json
from datetime import time
from typing import Any

from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts.formatting import dialled
from acasa.foundation.texts.queries import Readings

from .cards import Card
from .hsds import schedules
from .hsds.wording import Spoken
from .models import Category, Cost, Organisation, Place, Service
from .queries import public_places, public_places_of

Json = dict[str, Any]

_TYPES = {
    Category.AUTHORITY: "GovernmentOrganization",
    Category.CITY: "GovernmentOrganization",
    Category.NGO: "NGO",
    Category.HEALTH: "MedicalOrganization",
    Category.EDUCATION: "EducationalOrganization",
}
_DAYS = dict(
    zip(
        schedules.WEEKDAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


def schema_org(thing: Service | Organisation, readings: Readings, url: str) -> Json:
    """A service or an organisation in the words of ``readings``; ``url`` is the page it stands on.

    Expects rows read with everything under them (``queries.complete``). A hidden address is not in it.
    """
    words = Spoken(readings)
    node = _service(thing, words) if isinstance(thing, Service) else _organisation(thing, words)
    return {"@context": "https://schema.org", **node, "@id": url, "url": url}


def schema_org_script(card: Card, readings: Readings, url: str) -> SafeString:
    """The same for a card, as a data block to stand in a page; nothing in it can end the block."""
    text = json.dumps(schema_org(card.service or card.organisation, readings, url), ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  escaped above


def _organisation(row: Organisation, words: Spoken) -> Json:
    return _filled(
        {
            **_provider(row, words),
            "alternateName": words.sentence(row.short_name),
            "description": words.prose(row.description),
            "sameAs": iri_to_uri(row.website),
            "email": row.email,
            "contactPoint": [
                _filled(
                    {
                        "@type": "ContactPoint",
                        "telephone": dialled(phone.number, country=city().country),
                        "description": words.sentence(phone.note),
                        "availableLanguage": phone.languages,
                    }
                )
                for phone in row.phones.all()
            ],
            "location": [_place(place, words) for place in public_places_of(row)],
            "areaServed": [_area(city().name)],
        }
    )


def _provider(row: Organisation, words: Spoken) -> Json:
    return {"@type": _TYPES.get(Category(row.category), "Organization"), "name": words.sentence(row.name)}


def _service(row: Service, words: Spoken) -> Json:
    public = row.organisation.category in (Category.AUTHORITY, Category.CITY)
    areas = [area.name for area in row.areas.all()] or [city().name]
    return _filled(
        {
            "@type": "GovernmentService" if public else "Service",
            "name": words.sentence(row.name),
            "description": words.prose(row.description),
            "serviceType": [words.sentence(topic.title) for topic in row.topics.all()],
            "provider": _filled(
                {**_provider(row.organisation, words), "sameAs": iri_to_uri(row.organisation.website)}
            ),
            "areaServed": [_area(words.sentence(name)) for name in areas],
            "availableChannel": _channels(row, words),
            "audience": [{"@type": "Audience", "audienceType": code} for code in row.audience],
            "offers": [_free()] if row.cost == Cost.FREE else [],
        }
    )


def _free() -> Json:
    return {"@type": "Offer", "price": 0, "priceCurrency": city().currency}


def _channels(row: Service, words: Spoken) -> list[Json]:
    """One channel for each place, one for the phones and one for the web, as far as there are any."""
    country = city().country
    phones = [dialled(phone.number, country=country) for phone in row.organisation.phones.all()]
    known = {place.slug: place for place in row.organisation.places.all()}  # read with area and exceptions
    places = [known.get(place.slug, place) for place in public_places(row)]
    ways: list[Json] = [{"serviceLocation": _place(place, words)} for place in places]
    ways += [{"servicePhone": {"@type": "ContactPoint", "telephone": number}} for number in phones]
    ways += [{"serviceUrl": iri_to_uri(row.website)}] if row.website else []
    return [_filled({"@type": "ServiceChannel", **way, "availableLanguage": row.languages}) for way in ways]


def _area(name: str) -> Json:
    return {"@type": "AdministrativeArea", "name": name}


def _place(place: Place, words: Spoken) -> Json:
    located = (
        place.latitude is not None and place.longitude is not None and place.coordinates != "approximate"
    )
    return _filled(
        {
            "@type": "Place",
            "name": words.sentence(place.name),
            "address": _filled(
                {
                    "@type": "PostalAddress",
                    "streetAddress": place.address,
                    "addressLocality": place.area.name,
                    "postalCode": place.postal_code,
                    "addressCountry": city().country,
                }
            ),
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": float(place.latitude or 0),
                "longitude": float(place.longitude or 0),
            }
            if located
            else None,
            "openingHoursSpecification": _hours(place),
        }
    )


def _hours(place: Place) -> list[Json]:
    """The regular week, then the exceptions that are not yet over; nothing where no week is regular."""
    here = city()
    today = local_now().date()
    if not place.hours:
        return []
    season = schedules.seasons(here.time_zone, today)[0]
    week = schedules.regular_week(
        place.hours, season.first, season.last, country=here.country, zone=here.time_zone
    )
    regular = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [_DAYS[day] for day in one.days],
            "opens": f"{one.opens:%H:%M}",
            "closes": "23:59" if one.closes == time(0) else f"{one.closes:%H:%M}",
        }
        for one in week
    ]
    # schema.org says “closed” as 00:00 to 00:00 on the days it is valid for.
    closed = [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": item.first.isoformat(),
            "validThrough": item.last.isoformat(),
            "opens": "00:00",
            "closes": "00:00",
        }
        for item in place.exceptions.all()
        if item.last >= today and item.hours == "off"
    ]
    return [*regular, *closed]


def _filled(data: Json) -> Json:
    return {name: value for name, value in data.items() if value not in (None, "", [])}
