"""The forms of the authoring room for the directory, facts and words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.form_fields import Codes, Lines
from acasa.foundation.city.queries import language, languages
from acasa.foundation.people.queries import edited_organisations
from acasa.foundation.texts.models import Fact
from acasa.foundation.texts.pack_parts import UNITS
from acasa.information.directory import rules
from acasa.information.directory.models import (
    Accessibility,
    Audience,
    HoursException,
    Organisation,
    Phone,
    Place,
    Service,
)
from acasa.information.guide.models import Word
from acasa.information.pathway import queries as pathway_queries
from acasa.information.pathway.models import StepTerm

from .form_parts import SlugOnce, elsewhere


class _OwnOrganisation(SlugOnce):
    """A person can only choose an organisation that is theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = edited_organisations(self.for_user) if self.for_user else None
        if mine is not None and "organisation" in self.fields:
            self.field("organisation").queryset = Organisation.objects.filter(slug__in=mine)


def _language_choices() -> list[tuple[str, str]]:
    known = {one.code: one.autonym for one in languages()}
    for extra in ("de", "es", "hi", "hu", "it", "ru", "tr", "vi"):
        known.setdefault(extra, language(extra).autonym)
    return sorted(known.items(), key=lambda item: item[1])


def _as_of(value: str) -> str:
    if value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        raise ValidationError(_("Expected a date, a month or a year: 2026-11-21, 2026-11 or 2026."))
    return value


class OrganisationForm(_OwnOrganisation):
    class Meta:
        model = Organisation
        fields = (
            "slug", "name", "short_name", "description", "category", "level", "website", "email", "visibility",
            "source_title", "source_url", "as_of", "confidence", "checked_on", "note",
        )  # fmt: skip
        widgets = {
            "checked_on": forms.DateInput(attrs={"type": "date"}),
            "description": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
            "confidence": forms.Select(
                choices=[("high", _("high")), ("medium", _("medium")), ("low", _("low"))]
            ),
        }

    def clean_as_of(self) -> str:
        return _as_of(self.cleaned_data["as_of"])


class PlaceForm(_OwnOrganisation):
    accessibility = Codes(required=False, choices=Accessibility.choices)

    class Meta:
        model = Place
        fields = (
            "organisation", "slug", "name", "address", "postal_code", "area", "latitude", "longitude",
            "coordinates", "hours", "hours_note", "hours_confidence", "by_appointment", "accessibility",
        )  # fmt: skip
        widgets = {
            "coordinates": forms.Select(
                choices=[("", "—"), ("exact", _("exact")), ("approximate", _("approximate"))]
            ),
            "hours_confidence": forms.Select(
                choices=[("", "—"), ("high", _("high")), ("medium", _("medium")), ("low", _("low"))]
            ),
        }

    def clean_hours(self) -> str:
        value = self.cleaned_data["hours"]
        fault = rules.hours_fault(value) if value else ""
        if fault:
            raise ValidationError(
                _("These hours cannot be read. Write them as “Mo-Fr 09:00-16:00; Sa 10:00-12:00; PH off”.")
            )
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give latitude and longitude together, or neither."))
        return cleaned


class HoursExceptionForm(_OwnOrganisation):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = edited_organisations(self.for_user) if self.for_user else None
        if mine is not None:
            self.field("place").queryset = Place.objects.filter(organisation__in=mine)

    class Meta:
        model = HoursException
        fields = ("place", "first", "last", "hours", "reason")
        widgets = {
            "first": forms.DateInput(attrs={"type": "date"}),
            "last": forms.DateInput(attrs={"type": "date"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("The last day is before the first."))
        if cleaned.get("hours") and rules.hours_fault(cleaned["hours"]):
            self.add_error("hours", _("Write “off” for closed, or times such as 10:00-14:00."))
        return cleaned


class ServiceForm(_OwnOrganisation):
    languages = Codes(required=False)
    interpreted = Codes(required=False)
    audience = Codes(required=False, choices=Audience.choices)
    documents = Lines(required=False, help_text=_("one a line"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("languages", "interpreted"):
            self.field(name).choices = _language_choices()
        organisation = getattr(self.instance, "organisation_id", None)
        if organisation:
            self.field("places").queryset = Place.objects.filter(organisation=organisation)

    class Meta:
        model = Service
        fields = (
            "organisation", "slug", "name", "description", "topics", "places", "areas", "cost", "cost_note",
            "by_appointment", "languages", "interpreted", "documents", "eligibility", "how", "website", "capacity",
            "status", "audience",
        )  # fmt: skip
        widgets = {
            "topics": forms.CheckboxSelectMultiple,
            "places": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        organisation, places = cleaned.get("organisation"), cleaned.get("places")
        if organisation and places and any(place.organisation_id != organisation.pk for place in places):
            self.add_error("places", _("Choose places of the same organisation."))
        return cleaned


class PhoneForm(_OwnOrganisation):
    languages = Codes(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("languages").choices = _language_choices()

    class Meta:
        model = Phone
        fields = ("organisation", "number", "note", "languages")

    def clean_number(self) -> str:
        value = self.cleaned_data["number"]
        if not re.fullmatch(r"\+?[0-9][0-9 ]*", value):
            raise ValidationError(_("Write digits and spaces only, such as 0264 555 656."))
        return value


class FactForm(SlugOnce):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("amount", "most"):
            value = self.initial.get(name)
            if value is not None:  # 265, not 265.0000
                self.initial[name] = format(Decimal(str(value)).normalize(), "f")

    class Meta:
        model = Fact
        fields = (
            "slug", "label", "kind", "amount", "most", "unit", "day", "text", "source_title", "source_url", "as_of",
            "confidence", "owner", "review_by", "sheet", "note",
        )  # fmt: skip
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}),
            "review_by": forms.DateInput(attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "amount": _("For money, durations, numbers and percentages."),
            "most": _("Only for a range: its upper end."),
            "unit": _("RON or EUR for money; minutes, hours, days, working-days, weeks, months or years."),
            "day": _("For a date."),
            "text": _("For a phone number, a postal or a web address."),
            "sheet": _("Where it was worked out."),
        }

    def clean_as_of(self) -> str:
        return _as_of(self.cleaned_data["as_of"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind, quantity = cleaned.get("kind"), cleaned.get("amount")
        wanted = (
            "amount"
            if kind in ("money", "duration", "number", "percent")
            else "day"
            if kind == "date"
            else "text"
        )
        if kind and not self.has_error(wanted) and cleaned.get(wanted) in (None, ""):
            self.add_error(wanted, _("This kind of fact needs it."))
        if kind == "money" and not re.fullmatch(r"[A-Z]{3}", cleaned.get("unit") or ""):
            self.add_error("unit", _("Write the currency in three letters, such as RON or EUR."))
        if kind == "duration" and cleaned.get("unit") not in UNITS:
            self.add_error("unit", _("Write one of: %(units)s.") % {"units": ", ".join(UNITS)})
        if cleaned.get("most") is not None and quantity is not None and cleaned["most"] <= quantity:
            self.add_error("most", _("The upper end must be more than the amount."))
        if not self.errors:
            self._check_path(Fact(**{**cleaned, "slug": cleaned.get("slug") or self.instance.slug}))
        return cleaned

    def _check_path(self, fact: Fact) -> None:
        """The terms of steps are counted by facts: none may be lost."""
        if StepTerm.objects.filter(fact=fact.slug).exists():
            before = set(pathway_queries.faults())
            for fault in pathway_queries.faults(fact=fact):
                if fault not in before:
                    self.add_error(None, elsewhere(fault))


class WordForm(SlugOnce):
    avoid = Lines(required=False, help_text=Word._meta.get_field("avoid").help_text)

    class Meta:
        model = Word
        fields = ("slug", "term", "abbreviation", "meaning", "where_met", "example", "avoid")
        widgets = {"meaning": forms.Textarea(attrs={"rows": 2})}
