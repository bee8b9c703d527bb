"""What was filled in, as it stands in the letter and in the reader's copy of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from acasa.foundation.city.queries import city
from acasa.foundation.texts import formatting
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.render import plain

from .latin import is_foreign
from .schemas import MARK

Data = Mapping[str, Any]
BLANK = "………………………"
"""Where nothing was filled in, there is room for a pen."""


def read_by_clerks(language: str) -> str:
    """The languages that clerks read, the city's and the one that many share, as a reader of a language calls them."""
    codes = dict.fromkeys([city().source_language, city().pivot_language])
    return formatting.listed((formatting.language_name(code, language) for code in codes), language)


def unread(content: Data, given: Mapping[str, Any]) -> bool:
    """Whether something was written in the person's own words that the clerk cannot read."""
    return any(one["kind"] == "long" and is_foreign(given.get(one["id"], "")) for one in content["fields"])


def words(content: Data, given: Mapping[str, Any], readings: Readings, *, source: bool) -> dict[str, str]:
    """What was filled in as it stands in the letter: in the source language, or in the reader's for their copy."""
    language = readings.source_language if source else readings.language
    found = {}
    for one in content["fields"]:
        value = given.get(one["id"])
        if value is None:
            continue
        if one["kind"] == "choice":
            label = next(option["label"] for option in one["options"] if option["id"] == value)
            found[one["id"]] = label if source else plain(readings, [label])
        elif isinstance(value, date):
            found[one["id"]] = f"{value:%d.%m.%Y}"  # as it is read in every language here
        elif isinstance(value, Decimal):
            found[one["id"]] = formatting.number(value, language)
        else:
            found[one["id"]] = str(value)
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its ``[field]`` marks replaced, or a line for the pen."""

    def replaced(found: re.Match[str]) -> str:
        value = values.get(found[1], BLANK)
        # A sentence of the person's own may end in a full stop of its own.
        return value.rstrip(".") if text[found.end() : found.end() + 1] == "." else value

    return MARK.sub(replaced, text)


def paragraphs(content: Data, given: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the body that apply to what was filled in."""
    return [one["text"] for one in content["body"] if _applies(one, given)]


def notes(content: Data, given: Mapping[str, Any]) -> list[str]:
    """What to do with the letter: of what hangs on a choice only what was chosen."""
    return [
        one if isinstance(one, str) else one["text"]
        for one in content.get("notes", ())
        if isinstance(one, str) or _applies(one, given)
    ]


def _applies(one: Data, given: Mapping[str, Any]) -> bool:
    if not one.get("field"):
        return True
    return given.get(one["field"]) in one["options"] if one.get("options") else one["field"] in given
