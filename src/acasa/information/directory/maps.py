"""Small maps without outside tiles, and the three rings of actors: positions for an SVG drawing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from acasa.foundation.city.models import Area
from acasa.foundation.city.queries import city

from .cards import Card
from .models import Organisation, Place

WIDTH, HEIGHT = 600, 400


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a drawing, in its own units; ``slug`` leads to a page, ``name`` is source text."""

    x: float
    y: float
    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing: places, and the localities around them for orientation."""

    places: list[Dot]
    localities: list[Dot]
    width: int = WIDTH
    height: int = HEIGHT


def _project(
    latitude: float, longitude: float, *, centre: tuple[float, float], degrees: float
) -> tuple[float, float]:
    """Equirectangular around the centre; ``degrees`` of latitude fill the height."""
    scale = HEIGHT / degrees
    x = WIDTH / 2 + (longitude - centre[1]) * math.cos(math.radians(centre[0])) * scale
    y = HEIGHT / 2 - (latitude - centre[0]) * scale
    return round(x, 1), round(y, 1)


def _inside(x: float, y: float) -> bool:
    return 8 <= x <= WIDTH - 8 and 8 <= y <= HEIGHT - 8


def _draw(places: Iterable[Place], *, centre: tuple[float, float], degrees: float) -> Map | None:
    dots = []
    for place in places:
        assert place.latitude is not None
        assert place.longitude is not None
        x, y = _project(float(place.latitude), float(place.longitude), centre=centre, degrees=degrees)
        if _inside(x, y):
            dots.append(Dot(x, y, place.organisation.name, place.organisation_id))
    if not dots:
        return None
    localities = []
    for area in Area.objects.filter(latitude__isnull=False).exclude(kind__in=["county", "country"]):
        assert area.latitude is not None
        assert area.longitude is not None
        x, y = _project(float(area.latitude), float(area.longitude), centre=centre, degrees=degrees)
        if _inside(x, y):
            localities.append(Dot(x, y, area.name, area.slug))
    return Map(dots, localities)


def _centre() -> tuple[float, float]:
    here = city()
    return float(here.latitude), float(here.longitude)


def places_map(organisations: Iterable[str]) -> Map | None:
    """Where organisations are in the city; hidden addresses are never drawn. None where there is nothing to draw."""
    places = Place.objects.filter(
        organisation__in=list(organisations), organisation__visibility="public", latitude__isnull=False
    ).select_related("organisation")
    return _draw(places, centre=_centre(), degrees=0.13)


def card_map(card: Card) -> Map | None:
    """Where one organisation or service is."""
    places = [p.place for p in card.places if p.address_shown and p.place.latitude is not None]
    if not places:
        return None
    first = places[0]
    assert first.latitude is not None
    assert first.longitude is not None
    return _draw(places, centre=(float(first.latitude), float(first.longitude)), degrees=0.09)


@dataclass(frozen=True, slots=True)
class Ring:
    """One level of actors: its radius and its organisations around it."""

    level: int
    radius: float
    dots: list[Dot]


def rings(organisations: Iterable[Organisation]) -> list[Ring]:
    """The levels as concentric rings around the newcomer, on a square of 640 units."""
    radii = {1: 110.0, 2: 200.0, 3: 285.0}
    found = []
    by_level: dict[int, list[Organisation]] = {}
    for organisation in organisations:
        by_level.setdefault(organisation.level, []).append(organisation)
    for level, radius in radii.items():
        members = by_level.get(level, [])
        dots = []
        for index, organisation in enumerate(members):
            angle = 2 * math.pi * index / len(members) - math.pi / 2
            x, y = 320 + radius * math.cos(angle), 320 + radius * math.sin(angle)
            dots.append(Dot(round(x, 1), round(y, 1), organisation.name, organisation.slug))
        found.append(Ring(level, radius, dots))
    return found
