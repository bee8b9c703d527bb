"""What every sheet of paper with our texts says of itself: its language, its day, its address, its code."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from acasa.foundation.city.queries import city
from acasa.foundation.printing.qr import svg

from . import formatting
from .runs import Voice, script


def frame(own: Voice, *, title: str, day: date, address: str) -> dict[str, Any]:
    """Language, title, day, address, and how pages are counted; what ``sheet`` of ``paper.typ`` needs beside a header."""
    here = city()
    return {
        **script(own.language),
        "title": title,
        "author": here.name,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "emergency": _("Emergency: %(number)s") % {"number": here.emergency_number},
        "address": address.partition("://")[2],
        "address-full": address,
        "page-of": _("page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "digits": [formatting.number(digit, own.language) for digit in range(10)],
    }


def made_at(day: date) -> datetime:
    """Midday of a day in the city: a paper is the same whenever it is made that day."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(city().time_zone))


def code(address: str, *, caption: str = "") -> dict[str, str]:
    return {
        "svg": svg(address),
        "address": address,
        "alt": _("QR code with the address of this page"),
        "caption": caption or _("This page as it is today"),
    }
