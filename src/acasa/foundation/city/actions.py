"""The only writers of the city's own data."""

from __future__ import annotations

from typing import Any

from acasa.foundation.guard.action import without_actor
from acasa.foundation.web import memory

from .models import Area, CalendarException, City, Team


@without_actor("part of loading a pack")
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


@without_actor("part of loading a pack")
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
    memory.forget()
    return city


@without_actor("part of what moves a page of the guide")
def follow_emergency_page(old: str, new: str) -> None:
    """Lets the emergency screen show another page of the guide (``topic/slug``) where it showed an old one."""
    if City.objects.filter(emergency_page=old).update(emergency_page=new):
        memory.forget()
