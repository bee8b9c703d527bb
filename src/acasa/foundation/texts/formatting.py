"""Typed facts in the reader's own format: money, durations, dates, numbers, phone numbers (Unicode CLDR)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

import phonenumbers
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

# English as written in Europe (day before month); every other language in CLDR's own form.
_CLDR_LOCALE = {"en": "en_GB"}
LEFT_TO_RIGHT = ("phone", "web")
"""Kinds of facts whose values read from left to right in every language."""

_UNITS = {
    "minutes": "minute",
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "months": "month",
    "years": "year",
}


@dataclass(frozen=True, slots=True)
class FactValue:
    """A fact as its kind needs it: ``amount`` and ``most`` for quantities, ``day`` or ``text`` for the rest."""

    kind: str
    amount: Decimal | None = None
    most: Decimal | None = None
    unit: str = ""
    day: date | None = None
    text: str = ""


def cldr(language: str) -> Locale:
    """The CLDR locale in which a language is written here."""
    return Locale.parse(_CLDR_LOCALE.get(language, language).replace("-", "_"))


def spoken() -> str:
    """The language in which the present screen speaks."""
    return get_language() or "en"


def language_name(code: str, language: str = "") -> str:
    """How a language is called in another, else in that of the request; its code where CLDR has no word."""
    return str(cldr(language or spoken()).languages.get(code.replace("-", "_"), code))


def listed(names: Iterable[str], language: str) -> str:
    """Names in a row, with a language's own commas."""
    return format_list(list(names), style="standard-narrow", locale=cldr(language))  # type: ignore[arg-type]


def number(value: Decimal | int, language: str) -> str:
    """A number with the reader's digits and separators, without needless decimals."""
    return format_decimal(value, format="#,##0.####", locale=cldr(language), numbering_system="default")


def day(value: date, language: str, *, style: str = "long") -> str:
    """A date in words, such as 4 March 2027."""
    return format_date(value, style, locale=cldr(language))  # type: ignore[arg-type]


def from_to(opens: str, closes: str) -> str:
    """Two times of a day in the language of the request. Scripts that run from right to left say them with words: a
    dash between numbers is read from either side.
    """
    return _("%(opens)s–%(closes)s") % {"opens": opens, "closes": closes}


def left_to_right(text: str, language: str) -> str:
    """A phone number or web address as part of a plain text: with the invisible signs that keep its order among words
    that run from right to left, and as it is elsewhere.
    """
    return f"\u2066{text}\u2069" if cldr(language).text_direction == "rtl" else text


def is_day(written: str) -> bool:
    """Whether a date, month or year as packs write it (2026-11-21, 2026-11, 2026) is one of the calendar."""
    try:
        date.fromisoformat(written + "-01-01"[len(written) - 4 :] if len(written) < 10 else written)
    except ValueError:
        return False
    return True


def plain(fact: FactValue, language: str, *, country: str) -> str:
    """The fact as plain text in a language. ``country`` (ISO 3166) reads national phone numbers."""
    match fact.kind:
        case "money":
            return _ranged(fact, language, lambda amount: _money(amount, fact.unit, language))
        case "duration":
            return _ranged(fact, language, lambda amount: _duration(amount, fact.unit, language))
        case "percent":
            assert fact.amount is not None
            return format_percent(
                fact.amount / 100, format="#,##0.##%", locale=cldr(language), numbering_system="default"
            )
        case "number":
            return _ranged(fact, language, lambda amount: number(amount, language))
        case "date":
            assert fact.day is not None
            return day(fact.day, language)
        case "phone":
            return phone(fact.text, country=country)
        case _:
            return fact.text


def html(fact: FactValue, language: str, *, country: str) -> str:
    """The fact as safe HTML; phone numbers can be called, and keep their direction in right-to-left text."""
    text = escape(plain(fact, language, country=country))
    if fact.kind == "phone":
        return f'<a class="phone" href="tel:{dialled(fact.text, country=country)}"><bdi dir="ltr">{text}</bdi></a>'
    if fact.kind == "web":
        return f'<a href="{escape(fact.text)}" rel="noopener external"><bdi dir="ltr">{text}</bdi></a>'
    unbroken = text.replace(" ", "\u00a0") if len(text) < 24 else text
    return f"<bdi>{unbroken}</bdi>"


def _ranged(fact: FactValue, language: str, write) -> str:
    assert fact.amount is not None
    if fact.most is None:
        return write(_short(fact.amount))
    return f"{number(fact.amount, language)}–{write(_short(fact.most))}"


def _short(amount: Decimal) -> Decimal:
    """The amount without needless decimals: languages count 30 and 30.00 with different words."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _plural(amount: Decimal, language: str) -> int:
    """A whole number that takes the same form of a word as this amount: 3.5 lei, as 3 lei and not as 100 de lei."""
    if amount == int(amount):
        return int(amount)
    form = cldr(language).plural_form
    return next((number for number in (100, 2, 1) if form(number) == form(amount)), 100)


def _money(amount: Decimal, currency: str, language: str) -> str:
    shown = number(amount, language)
    if currency == "RON":  # people say lei; CLDR's long name would be "Romanian lei"
        with override(language):
            return ngettext("%(amount)s leu", "%(amount)s lei", _plural(amount, language)) % {"amount": shown}
    locale = cldr(language)
    pattern = locale.currency_formats["standard"].pattern
    if amount == int(amount):
        pattern = pattern.replace("0.00", "0")
    return format_currency(
        amount, currency, pattern, locale=locale, currency_digits=False, numbering_system="default"
    )


def currency_words(currency: str, language: str) -> set[str]:
    """How people of a language write a currency after an amount: its code, and its name with one, few and many."""
    amounts = (Decimal(1), Decimal(2), Decimal(100))
    return {currency} | {
        _money(one, currency, language).replace(number(one, language), "").strip() for one in amounts
    }


def _duration(amount: Decimal, unit: str, language: str) -> str:
    shown = number(amount, language)
    if unit == "working-days":
        with override(language):
            return ngettext("%(count)s working day", "%(count)s working days", _plural(amount, language)) % {
                "count": shown
            }
    name, locale = f"duration-{_UNITS[unit]}", cldr(language)
    for length in ("long", "short", "narrow"):
        # CLDR inherits a missing long pattern from the short one; Babel leaves that to us.
        text = format_unit(amount, name, length=length, locale=locale, numbering_system="default")  # type: ignore[arg-type]
        if name not in text:
            return text
    return f"{shown} {unit}"


def phone(text: str, *, country: str) -> str:
    """A phone number as people of the country write it; short numbers (112) stay as they are."""
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_valid_number(parsed):
        return text
    style = phonenumbers.PhoneNumberFormat
    home = phonenumbers.region_code_for_number(parsed) == country
    return phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL)


def dialled(text: str, *, country: str) -> str:
    """The number for a ``tel:`` link: international where it is a full number, else its digits."""
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return "".join(c for c in text if c.isdigit() or c == "+")
    if phonenumbers.is_valid_number(parsed) and not phonenumbers.is_valid_short_number(parsed):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return "".join(c for c in text if c.isdigit() or c == "+")


def example_phone(country: str) -> str:
    """A telephone number of a country that nobody has, with its prefix."""
    found = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if found else "+"
