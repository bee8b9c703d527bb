"""The city's calendar: public holidays of the country, the city's own exceptions, working days."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from .models import CalendarException
from .queries import city


@lru_cache(maxsize=64)
def _national(country: str, year: int, language: str | None) -> dict[date, str]:
    return dict(holidays.country_holidays(country, years=year, language=language))


def public_holidays(year: int) -> dict[date, str]:
    """The public holidays of a year with their names in the city's source language."""
    here = city()
    return _national(here.country, year, here.source_language)


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday; the city's own exceptions have the last word."""
    exception = CalendarException.objects.filter(day=day).first()
    if exception:
        return not exception.closed
    return day.weekday() < 5 and day not in public_holidays(day.year)
