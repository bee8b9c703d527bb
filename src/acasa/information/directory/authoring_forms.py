"""The forms of the directory: an organisation, its places, phones, services and closed days."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.queries import language, languages
from acasa.foundation.staff.form_fields import Codes, Lines
from acasa.foundation.texts.authoring_forms import clean_as_of
from acasa.foundation.texts.authoring_texts import TextsForm

from . import rules
from .grants import EDIT_DIRECTORY
from .models import Accessibility, Audience, HoursException, Organisation, Phone, Place, Service


class _PartForm(TextsForm):
    """A person can only choose organisations and places that are theirs; others' may be hidden."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("place", "places"):
            if name in self.fields:
                self.field(name).queryset = self.field(name).queryset.select_related("organisation")
                self.field(name).label_from_instance = _whose
        mine = self.actor.scopes(EDIT_DIRECTORY)
        if mine is None:
            return
        for name, owner in (
            ("organisation", "slug__in"),
            ("place", "organisation__in"),
            ("places", "organisation__in"),
        ):
            if name in self.fields:
                self.field(name).queryset = self.field(name).queryset.filter(**{owner: mine})

    def clean(self) -> dict[str, Any]:
        """A new thing of somebody who edits one organisation is called by it first.

        So no name that is taken tells of others' places and services, which may be hidden.
        """
        cleaned = super().clean()
        organisation, slug = cleaned.get("organisation"), cleaned.get("slug")
        if (
            self.instance._state.adding
            and self.actor.scopes(EDIT_DIRECTORY) is not None
            and organisation
            and slug
        ):
            own = f"{organisation.pk}-"
            cleaned["slug"] = slug if slug.startswith(own) else own + slug
        return cleaned


def _whose(place: Place) -> str:
    """A place with its organisation: many offices share a street number."""
    return f"{place.organisation}, {place}"


def _language_choices() -> list[tuple[str, str]]:
    known = {one.code: one.autonym for one in languages()}
    for extra in ("de", "es", "hi", "hu", "it", "ru", "tr", "vi"):
        known.setdefault(extra, language(extra).autonym)
    return sorted(known.items(), key=lambda item: item[1])


class OrganisationForm(_PartForm):
    class Meta:
        model = Organisation
        fields = (
            "slug", "name", "short_name", "description", "category", "level", "website", "email", "visibility",
            "source_title", "source_url", "as_of", "confidence", "checked_on", "note",
        )  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_as_of(self) -> str:
        return clean_as_of(self.cleaned_data["as_of"])


class PlaceForm(_PartForm):
    accessibility = Codes(required=False, choices=Accessibility.choices)

    class Meta:
        model = Place
        fields = (
            "organisation", "slug", "name", "address", "postal_code", "area", "latitude", "longitude",
            "coordinates", "hours", "hours_note", "hours_confidence", "by_appointment", "accessibility",
        )  # fmt: skip
        widgets = {"hours": forms.TextInput(attrs={"data-hours": "", "spellcheck": "false", "dir": "ltr"})}

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


class HoursExceptionForm(_PartForm):
    class Meta:
        model = HoursException
        fields = ("place", "first", "last", "hours", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("The last day is before the first."))
        if cleaned.get("hours") and rules.hours_fault(cleaned["hours"]):
            self.add_error("hours", _("Write “off” for closed, or times such as 10:00-14:00."))
        return cleaned


class ServiceForm(_PartForm):
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
            self.field("places").queryset = self.field("places").queryset.filter(organisation=organisation)

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


class PhoneForm(_PartForm):
    not_read = ()  # the note says for whom a number is
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
