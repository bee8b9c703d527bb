"""Digits, numbers and days as people type them: in the digits of any script, with the separators of any country. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

# 1.234.567, or as it is counted in South Asia: 12,34,567.
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d?(?:\.\d{2})*\.\d{3}")
_DOTTED = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


def latin_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9: ``۱۲`` is ``12``."""
    return "".join(one if one.isascii() else str(unicodedata.decimal(one, one)) for one in text)


def read_number(text: str, *, units: Iterable[str] = ()) -> Decimal | None:
    """A number with at most two decimals: 7500, 7.500, 7,500, 1 500, 1.500,50; None for what is none.

    One separator before exactly three digits parts thousands; before one or two, it parts the decimals. One of the
    ``units`` may stand after it, such as the name of a currency.
    """
    text = latin_digits(text).replace("٬", "").replace("’", "").replace("'", "")
    text = re.sub(r"\s", "", text).replace("٫", ",").replace("،", ",")
    text = _without_unit(text, units)
    whole, decimals = text, ""
    if found := re.fullmatch(r"(.*)([.,])(\d{1,2})", text):
        whole, mark, decimals = found[1], found[2], found[3]
        if mark in whole:  # the same mark cannot part both
            return None
    if "." in whole and "," in whole:
        return None
    whole = whole.replace(",", ".")
    if not _WHOLE.fullmatch(whole):
        return None
    return Decimal(whole.replace(".", "") + (f".{decimals}" if decimals else ""))


def _without_unit(text: str, units: Iterable[str]) -> str:
    bare = text.removesuffix(".").casefold()
    for unit in sorted((re.sub(r"\s", "", one).casefold() for one in units), key=len, reverse=True):
        if unit and bare.endswith(unit):
            return bare.removesuffix(unit)
    return text


def read_day(text: str) -> date | None:
    """A day as browsers send it (2026-12-31) or as people write it (31.12.2026, 31/12/2026).

    None for no day, and for one in another century than people live in: a year half typed.
    """
    text = latin_digits(text.strip())
    found = _DOTTED.fullmatch(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year < 2150 else None
