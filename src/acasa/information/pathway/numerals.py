"""Digits and numbers as people type them: in the digits of any script, with the separators of any country. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_CURRENCY = re.compile(r"(?i)(lei|ron)\.?$")
# 1.234.567, or as it is counted in South Asia: 12,34,567.
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d?(?:\.\d{2})*\.\d{3}")


def latin_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9: ``۱۲`` is ``12``."""
    return "".join(one if one.isascii() else str(unicodedata.decimal(one, one)) for one in text)


def read_number(text: str) -> Decimal | None:
    """A number with at most two decimals: 7500, 7.500, 7,500, 1 500, 1.500,50; None for what is none.

    One separator before exactly three digits parts thousands; before one or two, it parts the decimals.
    """
    text = latin_digits(text).replace("٬", "").replace("’", "").replace("'", "")
    text = _CURRENCY.sub("", re.sub(r"\s", "", text).replace("٫", ",").replace("،", ","))
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
