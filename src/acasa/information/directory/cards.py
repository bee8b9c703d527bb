"""An organisation or service as a reader meets it: what it does, where, whether it is open, how to reach it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts.rules import split_sentences
from acasa.foundation.web.memory import remembered

from . import queries, rules
from .models import Organisation, Place, Service


@dataclass(frozen=True)
class PlaceCard:
    """A place at a moment. Where it is not to be known, its hours are not either."""

    place: Place
    address_shown: bool
    at: datetime

    @cached_property
    def state(self) -> rules.OpenState | None:
        """Whether it is open; None where that is not known."""
        return queries.place_state(self.place, self.at) if self.address_shown else None

    @cached_property
    def week(self) -> list[rules.DayHours]:
        """The hours of the coming seven days; empty where they are not known."""
        return queries.place_week(self.place, self.at) if self.address_shown else []

    @property
    def route(self) -> str:
        """A link that a phone's own map application opens; empty where the address is not shown."""
        if not self.address_shown or not self.place.address:
            return ""
        # An address is exact where coordinates are only approximate.
        return f"geo:0,0?q={quote(f'{self.place.address}, {self.place.area.name}')}"


@dataclass(frozen=True, slots=True)
class Card:
    """A service (with its organisation) or an organisation, ready to be shown."""

    organisation: Organisation
    service: Service | None
    places: list[PlaceCard]
    services: list[Service] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The path behind ``/{lang}``."""
        return f"/places/{self.slug}/"

    @property
    def slug(self) -> str:
        """The name in its address."""
        return self.service.slug if self.service else self.organisation.slug

    @property
    def name(self) -> str:
        return self.service.name if self.service else self.organisation.name

    @property
    def is_open(self) -> bool | None:
        """Whether some place is open now; None where no hours are known."""
        states = [place.state for place in self.places if place.state]
        return any(state.is_open for state in states) if states else None

    @property
    def changes_at(self) -> datetime | None:
        """The next moment at which this card says something else; with the day every page is made anew."""
        moments = [place.state.changes_at for place in self.places if place.state and place.state.changes_at]
        return min(moments, default=None)

    def sentences(self) -> list[str]:
        """Every sentence the card can show, for one query of translations."""
        language = city().source_language
        one = self.organisation
        found = [one.name, one.short_name, *split_sentences(one.description, language)]
        found += [phone.note for phone in one.phones.all()]
        for card in self.places:
            found += [card.place.name, card.place.area.name]
            found += split_sentences(card.place.hours_note, language)
            found += [day.reason for day in card.week]
        for service in [*self.services, *([self.service] if self.service else [])]:
            found += [service.name, *service.documents]
            for text in (service.description, service.cost_note, service.eligibility, service.how):
                found += split_sentences(text, language)
            found += [topic.title for topic in service.topics.all()]
            found += [area.name for area in service.areas.all()] or [city().name]
        return [text for text in found if text]


def _place_card(organisation: Organisation, place: Place, at: datetime) -> PlaceCard:
    return PlaceCard(place, organisation.address_is_public, at)


def organisation_card(organisation: Organisation, *, services: bool = True) -> Card:
    """The card of an organisation read with :func:`queries.complete`, or without its services."""
    at = local_now()
    places = [_place_card(organisation, place, at) for place in organisation.places.all()]
    offered = (
        [service for service in organisation.services.all() if service.status != "inactive"]
        if services
        else []
    )
    return Card(organisation, None, places, offered)


def service_card(organisation: Organisation, service: Service) -> Card:
    """The card of one service of an organisation read with its places.

    The hours of a place are those of what is done there. A service that is done nowhere in particular (a bus, a line to
    call, a visit at home) names no place, and so has neither the address nor the hours of its organisation.
    """
    at = local_now()
    here = {place.slug for place in service.places.all()}
    places = [
        _place_card(organisation, place, at) for place in organisation.places.all() if place.slug in here
    ]
    return Card(organisation, service, places)


Rows = tuple[dict[str, Service], dict[str, Organisation]]
"""Services and their organisations by slug, with all that their cards show."""


def rows(
    *, services: Iterable[str] = (), organisations: Iterable[str] = (), with_services: bool = False
) -> Rows:
    """What the cards of these are drawn from, in a fixed number of queries; remembered until the content changes."""
    asked, whole = frozenset(services), frozenset(organisations)
    if not asked and not whole:
        return {}, {}
    return remembered(
        ("cards", asked, whole, with_services), lambda: _read(asked, whole, with_services=with_services)
    )


def _read(services: frozenset[str], organisations: frozenset[str], *, with_services: bool) -> Rows:
    chosen = list(Service.objects.filter(slug__in=services).prefetch_related("topics", "places", "areas"))
    wanted = Organisation.objects.filter(slug__in={*organisations, *(s.organisation_id for s in chosen)})
    found = queries.complete(wanted) if with_services else queries.reachable(wanted)
    return {one.slug: one for one in chosen}, {one.slug: one for one in found}


def cards(
    *, services: Iterable[str] = (), organisations: Iterable[str] = (), with_services: bool = False
) -> dict[str, Card]:
    """Cards by slug as they are now; ``with_services`` lists what each organisation offers."""
    asked, whole = frozenset(services), frozenset(organisations)
    found = rows(services=asked, organisations=whole, with_services=with_services)
    return drawn(found, services=asked, organisations=whole, with_services=with_services)


def drawn(
    found: Rows,
    *,
    services: Iterable[str] = (),
    organisations: Iterable[str] = (),
    with_services: bool = False,
) -> dict[str, Card]:
    """The cards of some of the rows that were read; what is not among them is left out."""
    chosen, owners = found
    wanted, whole = frozenset(services), frozenset(organisations)
    cards_ = {
        slug: organisation_card(owner, services=with_services)
        for slug, owner in owners.items()
        if slug in whole
    }
    return cards_ | {
        slug: service_card(owners[service.organisation_id], service)
        for slug, service in chosen.items()
        if slug in wanted
    }
