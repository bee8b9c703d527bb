"""Fields of a letter by kind: what people typed is read as they write it, and refused in words that help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acasa.foundation.city.person_numbers import check_of
from acasa.foundation.city.queries import city, local_now
from acasa.foundation.city.queries import language as language_of
from acasa.foundation.texts import formatting
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.render import plain
from acasa.foundation.texts.typed import latin_digits, read_day, read_number

from .schemas import BORN

Data = Mapping[str, Any]


class _TextField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return latin_digits(super().to_python(value) or "")


class _DayField(forms.CharField):
    """A day; ``when`` says whether it must be over or still to come (today is both), ``born`` that it is a birthday."""

    def __init__(self, *, when: str = "", born: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.when, self.born = when, born

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        day = read_day(text)
        if day is None or not date(1900, 1, 1) <= day <= date(2100, 12, 31):
            raise forms.ValidationError(_("This is not a day. Write it like 31.12.2026."))
        today = local_now().date()
        if self.when == "past" and day > today:
            if self.born:
                raise forms.ValidationError(_("This day is still to come. Look at the year of birth again."))
            raise forms.ValidationError(_("This day is still to come. Write a day that is over, or today."))
        if self.when == "future" and day < today:
            raise forms.ValidationError(_("This day is over. Write a day that is still to come."))
        return day


class _DayInput(forms.DateInput):
    """A browser shows nothing but days in a date input: what is none stands as text, so that it stays."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = str(value or "")
        if day := read_day(written):
            context["widget"]["value"] = day.isoformat()
        elif written:
            context["widget"]["type"] = "text"
        return context


class _PersonNumberField(forms.CharField):
    """A number by which the country knows a person; ``called`` is how their papers call it."""

    def __init__(self, *, scheme: str, called: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.adds_up, self.called = check_of(scheme), called

    def clean(self, value: Any) -> str:
        text = re.sub(r"[\s.-]", "", latin_digits(super().clean(value)))
        if text and self.adds_up and not self.adds_up(text):
            raise forms.ValidationError(
                _(
                    "This number does not add up. Count its digits and look again at the paper on which it stands "
                    "(%(number)s), or leave it empty."
                )
                % {"number": self.called}
            )
        return text


class _PhoneField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = latin_digits(super().clean(value))
        if text:
            try:
                number = phonenumbers.parse(text, city().country)
            except phonenumbers.NumberParseException:
                number = None
            if number is None or not phonenumbers.is_possible_number(number):
                raise forms.ValidationError(
                    _("This is no phone number. Write it with its prefix, such as %(example)s.")
                    % {"example": formatting.example_phone(city().country)}
                )
        return text


class _NumberField(forms.CharField):
    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        number = read_number(text, units=formatting.currency_words(city().currency, city().source_language))
        if number is None or number >= 10**12:
            raise forms.ValidationError(_("This is no number. Write it like 1500 or 1500,50."))
        return number


class _EmailField(forms.EmailField):
    default_error_messages = {
        "invalid": gettext_lazy("This is no e-mail address. Write it like name@example.org."),
    }


class _Options(forms.Select):
    """A choice whose options say in which language they are, where it is not the reader's."""

    def __init__(self, languages: Mapping[str, str]) -> None:
        super().__init__()
        self.languages = languages

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if language := self.languages.get(value):
            option["attrs"] |= {"lang": language, "dir": language_of(language).direction}
        return option


_LEFT_TO_RIGHT = {"dir": "ltr"}
_DIGITS = {"inputmode": "numeric", **_LEFT_TO_RIGHT}
_KINDS: dict[str, tuple[type[forms.Field], dict[str, Any]]] = {
    "name": (_TextField, {"max_length": 200, "widget": forms.TextInput(attrs={"dir": "auto"})}),
    "text": (_TextField, {"max_length": 200, "widget": forms.TextInput(attrs={"dir": "auto"})}),
    "long": (_TextField, {"max_length": 3000, "widget": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}),
    "date": (_DayField, {"max_length": 60, "widget": _DayInput(attrs={"type": "date"})}),
    "person_number": (_PersonNumberField, {"max_length": 60, "widget": forms.TextInput(attrs=_DIGITS)}),
    "phone": (_PhoneField, {"max_length": 60, "widget": forms.TextInput(attrs={"type": "tel", **_LEFT_TO_RIGHT})}),
    "email": (_EmailField, {"max_length": 120, "widget": forms.EmailInput(attrs=_LEFT_TO_RIGHT)}),
    "number": (_NumberField, {"max_length": 60, "widget": forms.TextInput(attrs={"inputmode": "decimal", **_LEFT_TO_RIGHT})}),
}  # fmt: skip
_ERRORS = {
    "required": gettext_lazy("Please fill this in."),
    "max_length": gettext_lazy("This is too long. Write at most %(limit_value)d letters."),
    "invalid_choice": gettext_lazy("Choose one of the lines."),
    "null_characters_not_allowed": gettext_lazy(
        "There is a character here that is no letter. Write it again."
    ),
}
"""What every kind can say; without them Django would speak, in fewer languages than ours."""


def field_of(one: Data, readings: Readings, *, label: str) -> forms.Field:
    """The form's field for a letter's, with all that can be said of it in the reader's language."""
    shared: dict[str, Any] = {
        "label": label,
        "required": one["required"],
        "error_messages": {code: said for code, said in _ERRORS.items() if code != "invalid_choice"},
    }
    if one["kind"] == "choice":
        choices = [(option["id"], plain(readings, [option["label"]])) for option in one["options"]]
        languages = {option["id"]: readings[option["label"]].language for option in one["options"]}
        foreign = {name: code for name, code in languages.items() if code != readings.language}
        shared["error_messages"] = _ERRORS
        return forms.ChoiceField(choices=[("", "–"), *choices], widget=_Options(foreign), **shared)
    kind, more = _KINDS[one["kind"]]
    if kind is _DayField:
        more = {**more, "when": one.get("when") or "", "born": one["id"].endswith(BORN)}
    if kind is _PersonNumberField:
        more = {**more, "scheme": one["scheme"], "called": one["called"]}
    field = kind(**shared, **more)
    field.widget.attrs["autocomplete"] = "off"
    return field
