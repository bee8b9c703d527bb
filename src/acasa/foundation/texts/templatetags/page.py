"""Small things that pages need: icons, addresses with their host, and moments as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts import formatting

register = template.Library()


@lru_cache(maxsize=128)
def _icon(name: str) -> str:
    return (settings.SOURCE / "icons" / f"{name}.svg").read_text().strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture that always stands beside its word, hidden from screen readers. Raises FileNotFoundError."""
    return mark_safe(_icon(name))  # noqa: S308 - our own files


@register.filter
def here(value: datetime) -> datetime:
    """An aware moment in the city's time zone, so that its day is the day people had."""
    return value.astimezone(ZoneInfo(city().time_zone))


@register.simple_tag
def moment(value: datetime, language: str) -> str:
    """A coming moment as people say it: the hour today, a weekday within the week, else the date."""
    locale = formatting.cldr(language)
    hour = format_time(value, "short", locale=locale)
    today = local_now().date()
    if value.date() == today:
        return hour
    if value.date() < today + timedelta(days=7):
        return f"{locale.days['stand-alone']['wide'][value.weekday()]}, {hour}"
    return f"{formatting.day(value.date(), language)}, {hour}"


@register.simple_tag(takes_context=True)
def fact(context: dict, slug: str) -> SafeString:
    """The value of a fact of this page, in the reader's form."""
    readings = context["readings"]
    return mark_safe(readings.fact_html(slug, readings.language))  # noqa: S308 - escaped by formatting
