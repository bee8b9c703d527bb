"""Texts in templates: ``{% text block.text %}`` writes sentences for the reader of this page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton, format_time
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from acasa.foundation.city.queries import city
from acasa.foundation.city.queries import language as language_of

from .. import documents, formatting, render
from ..queries import Readings
from ..rules import normalise, split_sentences

register = template.Library()


def _sentences(readings: Readings, value: str | Iterable[str]) -> list[str]:
    return [normalise(value)] if isinstance(value, str) else list(value)


@register.simple_tag(takes_context=True)
def text(context: dict[str, Any], value: str | Iterable[str]) -> SafeString:
    """Sentences (or one unit) as HTML in the reader's language."""
    readings: Readings = context["readings"]
    return mark_safe(render.html(readings, _sentences(readings, value)))  # noqa: S308 - escaped by render


@register.simple_tag(takes_context=True)
def source_text(context: dict[str, Any], value: str | Iterable[str]) -> SafeString:
    """The same sentences in the source language."""
    readings: Readings = context["readings"]
    return mark_safe(render.source_html(readings, _sentences(readings, value)))  # noqa: S308


@register.simple_tag(takes_context=True)
def pair(context: dict[str, Any], value: str | Iterable[str]) -> SafeString:
    """Sentences in the reader's language, with the source language beside them where the page shows two."""
    own = text(context, value)
    if not context.get("beside"):
        return own
    source = source_text(context, value)
    return mark_safe(  # noqa: S308
        f'<span class="pair"><span>{own}</span><span class="source">{source}</span></span>'
    )


@register.simple_tag(takes_context=True)
def plain_text(context: dict[str, Any], value: str | Iterable[str]) -> str:
    """Sentences as plain text, for titles and attributes."""
    readings: Readings = context["readings"]
    return render.plain(readings, _sentences(readings, value))


@register.simple_tag(takes_context=True)
def prose(context: dict[str, Any], value: str) -> SafeString:
    """A stored text of several sentences (not yet cut) as HTML in the reader's language."""
    readings: Readings = context["readings"]
    return mark_safe(render.html(readings, split_sentences(value, readings.source_language)))  # noqa: S308


@register.simple_tag(takes_context=True)
def plain_prose(context: dict[str, Any], value: str) -> str:
    """A stored text of several sentences as plain text."""
    readings: Readings = context["readings"]
    return render.plain(readings, split_sentences(value, readings.source_language))


@register.simple_tag(takes_context=True)
def prose_pair(context: dict[str, Any], value: str) -> SafeString:
    """A stored text of several sentences as :func:`pair` writes them."""
    return pair(context, split_sentences(value, context["readings"].source_language))


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], value: date, style: str = "long") -> str:
    """A date in the reader's form."""
    return formatting.day(value, context["readings"].language, style=style)


@register.simple_tag(takes_context=True)
def from_to(context: dict[str, Any], opens: time, closes: time) -> SafeString:
    """Two times of a day in the reader's form; each keeps its own order of signs, such as 10:00 AM."""
    locale = formatting.cldr(context["readings"].language)
    first, last = (
        format_html("<bdi>{}</bdi>", format_time(moment, "short", locale=locale))
        for moment in (opens, closes)
    )
    return mark_safe(formatting.from_to(first, last))  # noqa: S308 - a text of ours around escaped ones


@register.simple_tag(takes_context=True)
def weekday(context: dict[str, Any], number: int) -> str:
    """The name of a weekday (0 is Monday)."""
    names = formatting.cldr(context["readings"].language).days["stand-alone"]["wide"]
    return names[number]


@register.simple_tag(takes_context=True)
def day_of_month(context: dict[str, Any], value: date) -> str:
    """A day without its year, such as 1 Dec."""
    return format_skeleton("MMMd", value, locale=formatting.cldr(context["readings"].language))


@register.simple_tag(takes_context=True)
def number(context: dict[str, Any], value: int | Decimal) -> str:
    return formatting.number(value, context["readings"].language)


@register.filter
def as_of(value: str) -> str:
    """A source's date, month or year, written the short way round for people: 2026-10-05 as 05.10.2026."""
    return ".".join(reversed(value.split("-")))


@register.filter
def dialled(value: str) -> str:
    """A phone number for a ``tel:`` link."""

    return formatting.dialled(value, country=city().country)


@register.filter
def phone(value: str) -> str:
    """A phone number as it is written in the country."""

    return formatting.phone(value, country=city().country)


@register.simple_tag(takes_context=True)
def language_name(context: dict[str, Any], code: str) -> str:
    """The name of a language in the reader's own; its autonym where that is not known."""
    found = formatting.cldr(context["lang"]).languages.get(code)
    return found or language_of(code).autonym


@register.filter
def autonym(code: str) -> str:
    """A language's own name."""
    return language_of(code).autonym


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], kind: str, key: str) -> str:
    """Where a document such as a page of the guide is read in the language of this page."""
    return documents.address(f"{kind}:{key}", context["lang"])
