"""A letter's form from what the pack says of it: kind checks, and values as they stand in the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import phonenumbers
from django import forms
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.ro import cnp

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.city.queries import language as language_of
from acasa.foundation.texts import formatting
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.render import html, plain
from acasa.foundation.texts.rules import split_sentences

from .answers import read_day
from .latin import is_foreign, suggestion
from .numerals import latin_digits, read_number
from .schemas import MARK

Data = Mapping[str, Any]
BLANK = "………………………"
"""Where nothing was filled in, there is room for a pen."""
_FROM_ABROAD = re.compile(r"[78][0-9]{12}")


class _TextField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return latin_digits(super().to_python(value) or "")


class _DayField(forms.CharField):
    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        day = read_day(text)
        if day is None or not date(1900, 1, 1) <= day <= date(2100, 12, 31):
            raise forms.ValidationError(_("This is not a day. Write it like 31.12.2026."))
        return day


class _BirthDayField(_DayField):
    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and day > local_now().date():
            raise forms.ValidationError(_("This day is still to come. Look at the year of birth again."))
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


class _CnpField(forms.CharField):
    def clean(self, value: Any) -> str:
        text = re.sub(r"[\s.-]", "", latin_digits(super().clean(value)))
        if text and not _adds_up(text):
            raise forms.ValidationError(
                _(
                    "This number does not add up. A CNP has 13 digits: look at your permit again, or leave it empty."
                )
            )
        return text


def _adds_up(number: str) -> bool:
    """Whether it is a CNP. One of a resident from abroad begins with 7 or 8, which leaves the century of birth open."""
    return cnp.is_valid(number) or (bool(_FROM_ABROAD.fullmatch(number)) and _adds_up_in_this_century(number))


def _adds_up_in_this_century(number: str) -> bool:
    # The first digit that stands for this century weighs in the last one, so that is made anew.
    later = "5" + number[1:-1]
    return cnp.calc_check_digit(number[:-1]) == number[-1] and cnp.is_valid(
        later + cnp.calc_check_digit(later)
    )


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
                    _("This is no phone number. Write it with its prefix, such as +40 712 345 678.")
                )
        return text


class _NumberField(forms.CharField):
    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        number = read_number(text)
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
_KINDS: dict[str, tuple[type[forms.Field], dict[str, Any]]] = {
    "name": (_TextField, {"max_length": 200, "widget": forms.TextInput(attrs={"dir": "auto"})}),
    "text": (_TextField, {"max_length": 200, "widget": forms.TextInput(attrs={"dir": "auto"})}),
    "long": (_TextField, {"max_length": 3000, "widget": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}),
    "date": (_DayField, {"max_length": 60, "widget": _DayInput(attrs={"type": "date"})}),
    "cnp": (_CnpField, {"max_length": 60, "widget": forms.TextInput(attrs={"inputmode": "numeric", **_LEFT_TO_RIGHT})}),
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


@dataclass(frozen=True, slots=True)
class Note:
    """What a clerk could not read, and what to do about it; said beside the field, with a suggestion where there is one."""

    text: str
    latin: str = ""
    blocks: bool = True
    """No letter before it is put right."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field as the page shows it; label and help are in the reader's language, or say in which."""

    field: forms.BoundField
    label: SafeString
    help: SafeString
    note: Note | None

    @property
    def note_id(self) -> str:
        return f"{self.field.id_for_label}_note"


class LetterForm(forms.Form):
    """The fields of a letter in the reader's language."""

    def __init__(self, content: Data, readings: Readings, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.readings = content, readings
        for one in content["fields"]:
            self.fields[one["id"]] = self._field(one)

    def _field(self, one: Data) -> forms.Field:
        shared: dict[str, Any] = {
            "label": plain(self.readings, self._sentences(one["label"])),
            "required": one["required"],
            "error_messages": {code: said for code, said in _ERRORS.items() if code != "invalid_choice"},
        }
        if one["kind"] == "choice":
            choices = [(option["id"], plain(self.readings, [option["label"]])) for option in one["options"]]
            languages = {option["id"]: self.readings[option["label"]].language for option in one["options"]}
            foreign = {name: code for name, code in languages.items() if code != self.readings.language}
            shared["error_messages"] = _ERRORS
            return forms.ChoiceField(choices=[("", "–"), *choices], widget=_Options(foreign), **shared)
        kind, more = _KINDS[one["kind"]]
        if kind is _DayField and one["id"].endswith("birth_date"):
            kind = _BirthDayField
        field = kind(**shared, **more)
        field.widget.attrs["autocomplete"] = "off"
        return field

    def _sentences(self, text: str) -> list[str]:
        return split_sentences(text, self.readings.source_language)

    def _html(self, text: str) -> SafeString:
        return mark_safe(html(self.readings, self._sentences(text)))  # noqa: S308 - escaped by html

    def rows(self) -> list[Row]:
        """The fields with all that stands beside them."""
        rows = []
        for one in self.content["fields"]:
            row = Row(
                self[one["id"]],
                self._html(one["label"]),
                self._html(one.get("help") or ""),
                self.notes.get(one["id"]),
            )
            described = [f"{row.field.id_for_label}_error"] if row.field.errors else []
            described += [f"{row.field.id_for_label}_help"] if row.help else []
            attributes = row.field.field.widget.attrs
            attributes["aria-describedby"] = " ".join([*described, row.note_id])
            rows.append(row)
        return rows

    @cached_property
    def notes(self) -> dict[str, Note]:
        """By field: what is written in another script than Latin."""
        found = {}
        for one in self.content["fields"]:
            kind, value = one["kind"], str(self[one["id"]].value() or "")
            if kind not in ("name", "text", "long") or not is_foreign(value):
                continue
            latin = "" if kind == "long" else suggestion(value, self.readings.language)
            if kind == "long":
                said = _(
                    "The clerk cannot read this. Write it in Romanian or English, or ask somebody to help you."
                )
            elif kind == "text":
                said = _(
                    "The clerk cannot read this. Write it in Latin letters as on your papers, or in Romanian or English."
                )
            elif latin:
                said = _(
                    "Clerks read Latin letters. Write the name letter by letter as in your passport or permit; it may look like this:"
                )
            else:
                said = _(
                    "Clerks read Latin letters. Copy the name from the line of your passport that has <<< in it, or from your permit."
                )
            found[one["id"]] = Note(said, latin, blocks=kind != "long")
        return found

    @property
    def stopped(self) -> list[str]:
        """The fields without which there is no letter yet, in their order."""
        return [
            name
            for name in self.fields
            if name in self.errors or (name in self.notes and self.notes[name].blocks)
        ]

    def given(self) -> dict[str, Any]:
        """What was filled in and can be used so far, by field; for a preview before everything is right."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


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
    return [
        one["text"]
        for one in content["body"]
        if not one.get("field")
        or (given.get(one["field"]) in one["options"] if one.get("options") else one["field"] in given)
    ]
