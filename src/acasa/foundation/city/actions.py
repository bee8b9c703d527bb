"""The only writers of the city's own data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from acasa.foundation.guard.actor import Actor, acting

from . import queries
from .models import Area, CalendarException, City, ContentVersion, PackConflict, PackRecord, Team

_followers: list[Callable[[], None]] = []


def after_content_changes(follow: Callable[[], None]) -> None:
    """Has a function called after each commit that changed what the public reads (the search index does)."""
    if follow not in _followers:
        _followers.append(follow)


def raise_content_version() -> int:
    """Makes everything the public reads new; returns the new number. Every process hears of it at commit."""
    ContentVersion.objects.get_or_create(id=1)
    ContentVersion.objects.filter(id=1).update(number=F("number") + 1)
    number = ContentVersion.objects.values_list("number", flat=True).get(id=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('acasa_content', %s)", [str(number)])
    queries.forget_city()
    transaction.on_commit(queries.forget_city)
    for follow in _followers:
        transaction.on_commit(follow, robust=True)
    return number


def decide_conflict(*, actor: Actor, conflict: PackConflict, take: str) -> None:
    """Settles a conflict for good: ``take`` is ``pack`` or ``here``.

    Raises ValueError for any other word.
    """
    from .packs import parts

    if take not in ("pack", "here"):
        raise ValueError("take must be “pack” or “here”")
    with transaction.atomic(), acting(actor):
        conflict = PackConflict.objects.select_for_update().get(pk=conflict.pk)
        record, _ = PackRecord.objects.get_or_create(
            kind=conflict.kind, key=conflict.key, defaults={"data": {}}
        )
        ancestor: dict[str, Any] = dict(record.data)
        for name in conflict.fields:
            ancestor[name] = conflict.pack.get(name)
        if take == "pack":
            part = next(part for part in parts() if part.kind == conflict.kind)
            now = part.current([conflict.key]).get(conflict.key, {})
            wanted = {**now, **{name: conflict.pack.get(name) for name in conflict.fields}}
            part.write({conflict.key: {k: v for k, v in wanted.items() if v is not None}}, actor=actor)
        record.data = {k: v for k, v in ancestor.items() if v is not None}
        record.save()
        conflict.delete()
        raise_content_version()


def keep_area(slug: str, data: dict[str, Any]) -> Area:
    """Writes an area as a pack describes it."""
    source = data.get("source", {})
    plain = ("name", "kind", "latitude", "longitude", "population", "population_year")
    area, _created = Area.objects.update_or_create(
        slug=slug,
        defaults={
            **{name: data.get(name) for name in plain},
            "parent_id": data.get("parent"),
            "source_title": source.get("title", ""),
            "source_url": source.get("url", ""),
            "confidence": data.get("confidence", ""),
        },
    )
    return area


def keep_city(data: dict[str, Any]) -> City:
    """Writes the city, its teams and its calendar as a pack describes them."""
    for team in data["teams"]:
        Team.objects.update_or_create(
            slug=team["id"], defaults={"name": team["name"], "email": team.get("email", "")}
        )
    plain = (
        "name", "tagline", "country", "subdivision", "time_zone", "currency", "source_language", "pivot_language",
        "languages", "emergency_number", "emergency_page", "desk", "latitude", "longitude",
    )  # fmt: skip
    city, _created = City.objects.update_or_create(
        id=1, defaults={"slug": data["id"], **{name: data.get(name) or "" for name in plain}}
    )
    CalendarException.objects.exclude(day__in=[day["date"] for day in data["calendar"]]).delete()
    for day in data["calendar"]:
        CalendarException.objects.update_or_create(
            day=day["date"], defaults={"closed": day["closed"], "reason": day["reason"]}
        )
    queries.forget_city()
    return city


def follow_emergency_page(old: str, new: str) -> None:
    """Lets the emergency screen show another page of the guide (``topic/slug``) where it showed an old one."""
    if City.objects.filter(emergency_page=old).update(emergency_page=new):
        queries.forget_city()
