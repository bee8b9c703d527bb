"""The card of an organisation or service on paper: name, address, phones and this week's hours, compact."""

from __future__ import annotations

from datetime import time
from typing import Any

from babel.dates import format_interval, format_skeleton
from django.urls import reverse
from django.utils.translation import gettext as _

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts import formatting
from acasa.foundation.texts.rules import split_sentences
from acasa.foundation.texts.runs import Voice, script, shown
from acasa.information.directory.cards import Card, PlaceCard
from acasa.information.directory.models import Confidence
from acasa.information.directory.rules import DayHours, runs

PLACES = 3
"""More places than these are left to the web page: a library with ten branches is not a page of hours."""


def card_part(card: Card, voice: Voice) -> dict[str, Any]:
    """The card in one voice, as values for the template."""
    organisation, service = card.organisation, card.service
    source = voice.readings.source_language
    name = voice.reading(card.name)
    wanted = card.places[:PLACES]
    more = len(card.places) - len(wanted)
    return {
        "speech": script(source, around=voice.language),
        "name": voice.text([card.name, *([organisation.name] if service else [])]),
        # What stands on the door, where the reader's language calls it otherwise.
        "official": card.name if name.text != card.name else "",
        "places": [_place(place, voice) for place in wanted],
        "more": _("More places: %(address)s")
        % {
            "address": formatting.left_to_right(
                voice.base_url + reverse("place", args=[voice.language, card.slug]), voice.language
            )
        }
        if more > 0
        else "",
        "by-appointment": any(place.place.by_appointment for place in wanted)
        or bool(service and service.by_appointment),
        "phones": [
            {
                "number": formatting.phone(phone.number, country=city().country),
                "address": f"tel:{formatting.dialled(phone.number, country=city().country)}",
                "note": voice.text([phone.note] if phone.note else []),
            }
            for phone in organisation.phones.all()
        ],
        "website": organisation.website,
        "shown": shown(organisation.website),
    }


def _place(card: PlaceCard, voice: Voice) -> dict[str, Any]:
    place = card.place
    address = ", ".join(filter(None, [place.address, place.area.name])) if card.address_shown else ""
    return {
        "speech": script(voice.readings.source_language, around=voice.language),
        "name": voice.text([place.name] if place.name else []),
        "address": address,
        "hidden": not card.address_shown,
        "hours-of": _("Hours of the seven days from %(on)s:")
        % {"on": formatting.day(local_now().date(), voice.language)},
        "hours": [_line(days, voice) for days in runs(card.week)],
        "doubt": _("(hours not confirmed)") if place.hours_confidence == Confidence.LOW else "",
        # Each once: a feast of two days has one name.
        "exceptions": [
            voice.text([reason]) for reason in dict.fromkeys(day.reason for day in card.week) if reason
        ],
        "note": voice.text(split_sentences(place.hours_note, city().source_language)),
    }


def _line(days: list[DayHours], voice: Voice) -> dict[str, Any]:
    """Days of equal hours, from today on and with their dates, for paper is read later; times in 24 hours."""
    first, last = days[0], days[-1]
    locale = formatting.cldr(voice.language)
    return {
        "days": format_interval(first.day, last.day, "MMMEd", locale=locale)
        if first.day < last.day
        else format_skeleton("MMMEd", first.day, locale=locale),
        "state": _state(first),
        "times": [formatting.from_to(_clock(opens), _clock(closes)) for opens, closes in first.intervals],
        "why": _("public holiday") if first.holiday else "",
    }


def _state(day: DayHours) -> str:
    """What a day is in words; empty where its times say it."""
    if day.day_and_night:
        return _("open day and night")
    return "" if day.intervals else _("closed")


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"
