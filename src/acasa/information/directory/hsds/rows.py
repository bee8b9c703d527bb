"""Which rows an HSDS request asks for, with everything its answer needs in a fixed number of queries."""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from math import cos, radians
from operator import or_
from typing import Any, TypeVar

from django.db.models import Avg, F, FloatField, Func, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import ASin, Cast, Concat, Cos, Least, Power, Radians, Sin, Sqrt
from django.db.models.lookups import LessThanOrEqual

from acasa.foundation.city.models import Area
from acasa.foundation.city.queries import city
from acasa.foundation.texts.models import Translation

from ..models import Organisation, Place, Service, Topic, Visibility
from . import ids

Rows = TypeVar("Rows", bound="QuerySet[Any]")

EARTH = 6_371_008.8
"""Mean radius in metres (IUGG)."""


@dataclass(frozen=True, slots=True)
class Near:
    """Not farther than ``metres`` from a point in degrees."""

    latitude: float
    longitude: float
    metres: float


NOWHERE = Near(0.0, 0.0, -1.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for; everything given must hold. ``language`` is the reader's."""

    language: str
    search: str = ""
    taxonomy_term_id: uuid.UUID | None = None
    taxonomy_id: uuid.UUID | None = None
    organization_id: uuid.UUID | None = None
    modified_after: datetime | None = None
    postcode: str = ""
    near: Near | None = None


def services(wanted: Wanted, *, full: bool = False) -> QuerySet[Service]:
    """The services that match, by address; with everything under them if ``full``."""
    rows = Service.objects.select_related("organisation").order_by("slug")
    rows = _of_topic(rows, wanted, "pk", "pk")
    rows = _of_organisation(rows, wanted, "organisation__")
    rows = _saying(rows, wanted, _SERVICE_TEXTS, "organisation", "organisation_id")
    return rows.prefetch_related(*_under_services()) if full else rows


def service(key: uuid.UUID) -> Service | None:
    """One service with everything under it."""
    rows = Service.objects.select_related("organisation").prefetch_related(*_under_services())
    return rows.filter(hsds_id=key).first()


_SERVICE_TEXTS = (
    "name",
    "description",
    "eligibility",
    "how",
    "organisation__name",
    "organisation__short_name",
)


def _under_services(prefix: str = "", *, places: bool = True) -> list[Any]:
    found: list[Any] = [f"{prefix}topics", f"{prefix}areas", f"{prefix}organisation__phones"]
    if places:
        found.append(Prefetch(f"{prefix}places", queryset=_places()))
    return found


def _places() -> QuerySet[Place]:
    return Place.objects.select_related("area", "organisation").prefetch_related("exceptions")


def organisations(
    wanted: Wanted, *, full: bool = False, full_service: bool = False
) -> QuerySet[Organisation]:
    """The organisations that match, by address; with places and services if ``full`` or ``full_service``."""
    rows = Organisation.objects.order_by("slug")
    rows = _of_topic(rows, wanted, "pk", "organisation")
    rows = _of_organisation(rows, wanted, "")
    rows = _saying(rows, wanted, ("name", "short_name", "description"), "organisation", "pk")
    return _under_organisations(rows, services=full_service) if full or full_service else rows


def organisation(key: uuid.UUID) -> Organisation | None:
    """One organisation with everything under it."""
    return _under_organisations(Organisation.objects.filter(hsds_id=key), services=True).first()


def _under_organisations(rows: QuerySet[Organisation], *, services: bool) -> QuerySet[Organisation]:
    found = Service.objects.select_related("organisation")
    if services:
        found = found.prefetch_related("topics", "areas", Prefetch("places", queryset=_places()))
    return rows.prefetch_related(
        "phones", Prefetch("services", queryset=found), Prefetch("places", queryset=_places())
    )


_PAIRS = Service.places.through
_PUBLIC = Q(
    service__organisation__visibility=Visibility.PUBLIC, place__organisation__visibility=Visibility.PUBLIC
)


def pairs(wanted: Wanted, *, full: bool = False) -> QuerySet[Any]:
    """Services at places that may be told: rows with a ``service`` and a ``place``; the nearest first."""
    rows = (
        _PAIRS.objects.filter(_PUBLIC)
        .select_related("service__organisation", "place__organisation", "place__area")
        .order_by("service_id", "place_id")
    )
    rows = _of_topic(rows, wanted, "service", "pk")
    rows = _of_organisation(rows, wanted, "service__organisation__")
    texts = ("place__name", "place__address", *(f"service__{name}" for name in _SERVICE_TEXTS))
    rows = _saying(rows, wanted, texts, "organisation", "service__organisation_id")
    near = wanted.near
    if wanted.postcode and not near:
        rows = rows.filter(_serves(wanted.postcode))
    if near:
        metres = _distance(near)
        rows = rows.filter(LessThanOrEqual(metres, near.metres), place__latitude__isnull=False)
        rows = rows.order_by(metres, "service_id", "place_id")
    if full:
        rows = rows.prefetch_related("place__exceptions", *_under_services("service__", places=False))
    return rows


def pair(key: uuid.UUID) -> Any | None:
    """One service at one place, with everything under it; None where it is unknown or may not be told."""
    known = _PAIRS.objects.filter(_PUBLIC).values_list("pk", "service__hsds_id", "place__hsds_id")
    for found, service_key, place_key in known:
        if ids.service_at_location(service_key, place_key) == str(key):
            return pairs(Wanted(language=""), full=True).filter(pk=found).first()
    return None


def around(postcode: str, metres: float) -> Near | None:
    """The surroundings of a postcode, or without one of the middle of the city.

    The middle of a postcode is that of the public places known to have it; None where there are none.
    """
    if not postcode:
        here = city()
        return Near(float(here.latitude), float(here.longitude), metres)
    middle = Place.objects.filter(
        postal_code=postcode, organisation__visibility=Visibility.PUBLIC, latitude__isnull=False
    ).aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    if middle["latitude"] is None:
        return None
    return Near(float(middle["latitude"]), float(middle["longitude"]), metres)


def _serves(postcode: str) -> Q:
    """A place with this postcode, or a service for an area in which the postcode is known to lie."""
    areas = dict(Area.objects.values_list("slug", "parent_id"))
    around: set[str] = set()
    known = Place.objects.filter(postal_code=postcode, organisation__visibility=Visibility.PUBLIC)
    for slug in known.values_list("area_id", flat=True).distinct():
        step: str | None = slug
        while step and step not in around:
            around.add(step)
            step = areas.get(step)
    serving = Service.objects.filter(areas__in=around).values("pk")
    return Q(place__postal_code=postcode) | Q(service__in=serving)


def topics(wanted: Wanted) -> QuerySet[Topic]:
    """The topics that match, in the city's order: the terms of the one taxonomy."""
    found = _saying(Topic.objects.all(), wanted, ("title", "summary"), "topic", "pk")
    if wanted.taxonomy_id is not None and str(wanted.taxonomy_id) != ids.taxonomy(city().slug):
        return found.none()
    return found


def topic(key: uuid.UUID) -> Topic | None:
    """One topic by the identifier of its taxonomy term."""
    here = city().slug
    return next((one for one in Topic.objects.all() if ids.term(here, one.slug) == str(key)), None)


def areas() -> dict[str, Area]:
    """All areas by their address, to find what a place lies in."""
    return Area.objects.in_bulk()


def whole_directory() -> list[Organisation]:
    """Every organisation with everything under it."""
    return list(_under_organisations(Organisation.objects.order_by("slug"), services=True))


def _of_topic(rows: Rows, wanted: Wanted, field: str, key: str) -> Rows:
    if wanted.taxonomy_id is None and wanted.taxonomy_term_id is None:
        return rows
    here = city().slug
    if wanted.taxonomy_id is not None and str(wanted.taxonomy_id) != ids.taxonomy(here):
        return rows.none()
    slugs = list(Topic.objects.values_list("slug", flat=True))
    if wanted.taxonomy_term_id is not None:
        slugs = [slug for slug in slugs if ids.term(here, slug) == str(wanted.taxonomy_term_id)]
    return rows.filter(**{f"{field}__in": Service.objects.filter(topics__in=slugs).values(key)})


def _of_organisation(rows: Rows, wanted: Wanted, path: str) -> Rows:
    if wanted.organization_id is not None:
        rows = rows.filter(**{f"{path}hsds_id": wanted.organization_id})
    if wanted.modified_after is not None:
        rows = rows.filter(**{f"{path}changed_at__gte": wanted.modified_after})
    return rows


class _Folded(Func):
    """Lower case without accents: „Școală” is found by „scoala”. Needs no extension of PostgreSQL."""

    template = r"regexp_replace(normalize(lower(%(expressions)s), NFD), '[\u0300-\u036f]', '', 'g')"
    output_field = TextField()


def folded(text: str) -> str:
    """What :class:`_Folded` makes of a text, in Python."""
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")


def _saying(rows: Rows, wanted: Wanted, fields: tuple[str, ...], kind: str, key: str) -> Rows:
    """Rows in whose texts every word stands, in the source language or in what the reader is shown."""
    words = folded(wanted.search).split()
    if not words:
        return rows
    text = Concat(*(part for field in fields for part in (F(field), Value(" "))), output_field=TextField())
    rows = rows.annotate(said=text, said_folded=_Folded(text))
    translated = _translated(rows, words, wanted.language, kind, key)
    for word in words:
        rows = rows.filter(Q(said_folded__contains=word) | Q(pk__in=translated[word]))
    return rows


def _translated(rows: Rows, words: list[str], language: str, kind: str, key: str) -> dict[str, set[Any]]:
    """For each word the rows in whose texts a sentence stands whose translation has the word. Two queries."""
    here = city()
    matches = reduce(or_, (Q(folded__contains=word) for word in words))
    found = (
        Translation.objects.filter(
            language__in={language, here.pivot_language} - {here.source_language},
            sentence__uses__document__startswith=f"{kind}:",
        )
        .annotate(folded=_Folded(F("text")))
        .filter(matches)
        .values_list("sentence__uses__document", "sentence__text", "folded")
    )
    sentences: dict[str, list[tuple[str, str]]] = {}
    for document, source, translation in found:
        sentences.setdefault(document.removeprefix(f"{kind}:"), []).append((source, translation))
    pks: dict[str, set[Any]] = {word: set() for word in words}
    for pk, owner, said in rows.filter(**{f"{key}__in": sentences}).values_list("pk", key, "said"):
        for source, translation in sentences[owner]:
            if source in said:
                for word in words:
                    if word in translation:
                        pks[word].add(pk)
    return pks


def _distance(near: Near) -> Any:
    """Metres along the great circle from a point to a place (haversine formula)."""
    latitude = Radians(Cast("place__latitude", FloatField()))
    longitude = Radians(Cast("place__longitude", FloatField()))
    half_up = Sin((latitude - Value(radians(near.latitude), output_field=FloatField())) / 2.0)
    half_aside = Sin((longitude - Value(radians(near.longitude), output_field=FloatField())) / 2.0)
    chord = Power(half_up, 2) + Value(cos(radians(near.latitude))) * Cos(latitude) * Power(half_aside, 2)
    return 2 * EARTH * ASin(Sqrt(Least(chord, Value(1.0))))
