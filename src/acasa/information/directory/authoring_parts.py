"""What belongs to an organisation, each thing with a way to its form, and what an editor types as hours in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from babel.dates import format_time
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts import formatting
from acasa.foundation.web.audience import staff

from . import rules
from .grants import EDIT_DIRECTORY
from .models import HoursException, Organisation, Phone, Place, Service


@dataclass(frozen=True, slots=True)
class Part:
    """The things of one kind: how the kind is called, each with its address, and where one is added."""

    title: Any
    things: list[tuple[str, str]]
    add: str


def of(organisation: Organisation) -> list[Part]:
    """The places, closed days, services and phone numbers of an organisation."""
    closed = HoursException.objects.filter(place__organisation=organisation).select_related("place")
    places = list(organisation.places.all())
    return [
        _part(Place, places, organisation=organisation.pk),
        _part(HoursException, closed, place=places[0].pk if len(places) == 1 else ""),
        _part(Service, organisation.services.all(), organisation=organisation.pk),
        _part(Phone, organisation.phones.all(), organisation=organisation.pk),
    ]


def _part(model: type[Model], things: Iterable[Model], **starts_as: str) -> Part:
    add = reverse(f"wagtailsnippets_{model._meta.label_lower.replace('.', '_')}:add")
    start = "&".join(f"{name}={value}" for name, value in starts_as.items() if value)
    return Part(
        model._meta.verbose_name_plural,
        [(_called(one), edit_address(model, one.pk)) for one in things],
        f"{add}?{start}" if start else add,
    )


def _called(thing: Any) -> str:
    match thing:
        case Place(hours=hours) if hours:
            return f"{thing}: {hours}"
        case Phone(note=note) if note:
            return f"{thing} ({note})"
        case HoursException():
            return f"{thing} ({thing.place})"
    return str(thing)


def weekdays() -> list[tuple[str, str]]:
    """The weekdays as the notation of opening hours calls them, and in the editor's language."""
    names = formatting.cldr(formatting.spoken()).days["stand-alone"]["wide"]
    return list(zip(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), (names[n] for n in range(7)), strict=True))


@staff(EDIT_DIRECTORY)
@require_POST
def try_hours(request: HttpRequest) -> HttpResponse:
    """How hours read in words, from next Monday on, as they are typed now; nothing is kept."""
    typed, here = request.POST.get("hours", "")[:300].strip(), city()
    context: dict[str, Any] = {"typed": typed, "readable": bool(typed) and not rules.hours_fault(typed)}
    if context["readable"]:
        today = local_now().date()
        monday = today + timedelta(days=7 - today.weekday())
        week = rules.week(typed, monday, country=here.country, zone=here.time_zone)
        context["days"] = _in_words({day.day.weekday(): day.intervals for day in week})
        context["monday"] = formatting.day(monday, formatting.spoken())
    return render(request, "directory/authoring/hours_try.html", context)


def _in_words(week: dict[int, tuple[tuple[time, time], ...]]) -> list[tuple[str, str]]:
    """Neighbouring days that are alike, and their hours, in the editor's language."""
    locale = formatting.cldr(formatting.spoken())
    names = locale.days["stand-alone"]["wide"]
    found = []
    for group in rules.grouped(week):
        days = (
            names[group.first] if group.first == group.last else f"{names[group.first]}–{names[group.last]}"
        )
        spans = [
            formatting.from_to(*(format_time(moment, "short", locale=locale) for moment in interval))
            for interval in group.intervals
        ]
        whole = group.intervals == rules.DAY_AND_NIGHT
        found.append((days, _("open day and night") if whole else ", ".join(spans) or _("closed")))
    return found
