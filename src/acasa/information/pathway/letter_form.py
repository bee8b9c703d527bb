"""A letter's form from what the pack says of it: kind checks, and values as they stand in the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import phonenumbers
from anyascii import anyascii
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import ValidationError as NumberInvalid
from stdnum.ro import cnp

from acasa.foundation.city.queries import city
from acasa.foundation.texts import formatting
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.render import plain
from acasa.foundation.texts.rules import split_sentences

from .answers import read_day
from .schemas import MARK

Data = Mapping[str, Any]
_FOREIGN = re.compile(r"[^\W\d_a-zA-ZÀ-ɏḀ-ỿ]")
"""A letter of another script than Latin."""
BLANK = "………………………"
"""Where nothing was filled in, there is room for a pen."""


class _DayField(forms.CharField):
    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        day = read_day(text)
        if day is None or not date(1900, 1, 1) <= day <= date(2100, 12, 31):
            raise forms.ValidationError(_("This is not a day. Write it like 31.12.2026."))
        return day


class _CnpField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = re.sub(r"[\s.-]", "", super().clean(value))
        if text:
            try:
                cnp.validate(text)
            except NumberInvalid:
                raise forms.ValidationError(
                    _(
                        "This number does not add up. A CNP has 13 digits: look at your permit again, or leave it empty."
                    )
                )
        return text


class _PhoneField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text:
            try:
                number = phonenumbers.parse(text, city().country)
            except phonenumbers.NumberParseException:
                number = None
            if number is None or not phonenumbers.is_possible_number(number):
                raise forms.ValidationError(
                    _("This is no phone number. Write it with its prefix, such as +40 712 345 678.")
                )
        return text


class _NumberField(forms.DecimalField):
    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").replace("\u00a0", "").replace(" ", "").replace(",", "."))


_KINDS: dict[str, tuple[type[forms.Field], dict[str, Any]]] = {
    "text": (forms.CharField, {"max_length": 200}),
    "long": (forms.CharField, {"max_length": 3000, "widget": forms.Textarea(attrs={"rows": 4})}),
    "date": (_DayField, {"widget": forms.DateInput(attrs={"type": "date"})}),
    "cnp": (_CnpField, {"max_length": 20, "widget": forms.TextInput(attrs={"inputmode": "numeric"})}),
    "phone": (_PhoneField, {"max_length": 30, "widget": forms.TextInput(attrs={"type": "tel"})}),
    "email": (forms.EmailField, {"max_length": 120}),
    "number": (_NumberField, {"max_digits": 12, "decimal_places": 2, "widget": forms.TextInput(attrs={"inputmode": "decimal"})}),
}  # fmt: skip


class LetterForm(forms.Form):
    """The fields of a letter in the reader's language."""

    error_css_class = "wrong"

    def __init__(self, content: Data, readings: Readings, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.readings = content, readings
        for one in content["fields"]:
            self.fields[one["id"]] = self._field(one)

    def _field(self, one: Data) -> forms.Field:
        shared: dict[str, Any] = {
            "label": self._words(one["label"]),
            "required": one["required"],
            "help_text": self._words(one.get("help") or ""),
            "error_messages": {"required": gettext_lazy("Please fill this in.")},
        }
        if one["kind"] == "choice":
            choices = [(option["id"], plain(self.readings, [option["label"]])) for option in one["options"]]
            return forms.ChoiceField(choices=[("", "–"), *choices], **shared)
        kind, more = _KINDS[one["kind"]]
        field = kind(**shared, **more)
        field.widget.attrs["autocomplete"] = "off"
        return field

    def _words(self, text: str) -> str:
        return plain(self.readings, split_sentences(text, self.readings.source_language))

    @property
    def foreign(self) -> dict[str, str]:
        """Short texts written in another script, each with a suggestion in Latin letters."""
        found = {}
        for one in self.content["fields"]:
            value = str(self.data.get(one["id"], "")) if one["kind"] == "text" else ""
            if _FOREIGN.search(value):
                found[one["id"]] = anyascii(value)
        return found

    def given(self) -> dict[str, Any]:
        """What was filled in and can be used so far, by field; for a preview before everything is right."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


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
    return [
        one["text"]
        for one in content["body"]
        if not one.get("field")
        or (given.get(one["field"]) in one["options"] if one.get("options") else one["field"] in given)
    ]
