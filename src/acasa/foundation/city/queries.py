"""Named reads of the city's own data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from django.db import connection
from django.utils import timezone

from acasa.foundation.web import memory
from acasa.foundation.web.versions import content_version

from .models import CalendarException, City

_remembered: dict[str, City] = {}


def city() -> City:
    """The city served here. Raises City.DoesNotExist before a pack was loaded."""
    if "city" not in _remembered:
        _remembered["city"] = City.objects.get(id=1)
    return _remembered["city"]


memory.also_forget(_remembered.clear)


_closed: dict[str, dict[date, str]] = {}
memory.also_forget(_closed.clear)


def closed_days() -> dict[date, str]:
    """The days on which the city itself closes its offices, beside public holidays, with the reason."""
    if "days" not in _closed:
        _closed["days"] = dict(CalendarException.objects.filter(closed=True).values_list("day", "reason"))
    return _closed["days"]


def remembered_emergency_number() -> str:
    """The number to call in danger, where this process remembers its city: the database is not asked."""
    return _remembered["city"].emergency_number if "city" in _remembered else ""


def content_state() -> str:
    """Names what the public reads today, in this database: it changes with every content version and every day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        database = cursor.fetchone()[0]
    return f"{database}-{content_version()}-{local_now().date()}"


def local_now() -> datetime:
    """Now, in the city's time zone."""
    return timezone.now().astimezone(ZoneInfo(city().time_zone))


def day_ends() -> datetime:
    """The city's next midnight."""
    return (local_now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


@dataclass(frozen=True, slots=True)
class Language:
    """A language people can choose: its BCP 47 code, its own name, direction and style of script."""

    code: str
    autonym: str
    direction: str
    script: str


# Scripts that need more room between lines (Nastaliq) or another font stack; the rest is Latin or Cyrillic.
_SCRIPTS = {
    "ar": "arabic", "ps": "arabic", "fa": "arabic", "ur": "nastaliq", "ne": "devanagari", "hi": "devanagari",
    "bn": "bengali", "si": "sinhala", "uk": "cyrillic",
}  # fmt: skip


@lru_cache(maxsize=64)
def language(code: str) -> Language:
    """What is known of a language. Raises babel.UnknownLocaleError for an unknown code."""
    locale = Locale.parse(code.replace("-", "_"))
    name = locale.get_display_name(code.split("-")[0]) or code
    return Language(
        code, name[0].upper() + name[1:], locale.text_direction, _SCRIPTS.get(code.split("-")[0], "latin")
    )


def languages() -> list[Language]:
    """The languages of the city, in its own order."""
    return [language(code) for code in city().languages]
