"""The directory in the authoring room, each person limited to what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import EntryViewSet

from . import actions, authoring_parts
from .authoring_forms import HoursExceptionForm, OrganisationForm, PhoneForm, PlaceForm, ServiceForm
from .grants import ADD_ORGANISATIONS, EDIT_DIRECTORY
from .models import HoursException, Organisation, Phone, Place, Service


class _Part(EntryViewSet):
    verb = EDIT_DIRECTORY
    save_action = staticmethod(actions.save_form)
    delete_action = staticmethod(actions.delete_part)
    scope_path = "organisation"
    list_per_page = 40

    def public_address(self, row: Any) -> str:
        return reverse("place", args=[city().source_language, self.scope_of(row)])


class Organisations(_Part):
    model = Organisation
    form_class = OrganisationForm
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "category", "level", "confidence", "checked_on"]
    list_filter = ["category", "level", "confidence", "visibility"]
    search_fields = ["name", "short_name", "description", "slug", "places__address", "services__name"]
    told_apart_by = ("short_name",)
    beside = "directory/authoring/parts.html"
    scope_path = "pk"
    add_verb = ADD_ORGANISATIONS

    def told_beside(self, request: HttpRequest, row: Model) -> Mapping[str, Any]:
        return {
            "parts": authoring_parts.of(row)
            if isinstance(row, Organisation) and not row._state.adding
            else []
        }


class _WithHours(_Part):
    beside = "directory/authoring/hours.html"

    def told_beside(self, request: HttpRequest, row: Model) -> Mapping[str, Any]:
        return {"weekdays": authoring_parts.weekdays()}


class Places(_WithHours):
    model = Place
    form_class = PlaceForm
    icon = "site"
    menu_label = _("Places and hours")
    list_display = ["__str__", "organisation", "area", "hours", "hours_confidence"]
    list_filter = ["area", "hours_confidence"]
    search_fields = ["name", "address", "slug", "organisation__name", "organisation__short_name"]
    told_apart_by = ("organisation", "area")


class Services(_Part):
    model = Service
    form_class = ServiceForm
    icon = "help"
    menu_label = _("Services")
    list_display = ["name", "organisation", "cost", "capacity", "status"]
    list_filter = ["topics", "cost", "capacity", "status"]
    search_fields = ["name", "description", "slug", "organisation__name", "organisation__short_name"]
    told_apart_by = ("organisation",)


class Phones(_Part):
    model = Phone
    form_class = PhoneForm
    icon = "mobile-alt"
    menu_label = _("Phone numbers")
    list_display = ["number", "organisation", "note"]
    search_fields = ["number", "note", "organisation__name", "organisation__short_name"]
    told_apart_by = ("organisation",)


class HoursExceptions(_WithHours):
    model = HoursException
    form_class = HoursExceptionForm
    icon = "date"
    menu_label = _("Closed days and other hours")
    list_display = ["place", "place__organisation", "first", "last", "hours", "reason"]
    list_filter = ["first", "last"]
    search_fields = ["reason", "place__name", "place__address", "place__organisation__name"]
    told_apart_by = ("place",)
    scope_path = "place__organisation"


class Directory(SnippetViewSetGroup):
    menu_label = _("Directory")
    menu_icon = "group"
    menu_order = 200
    items = (Organisations, Places, HoursExceptions, Services, Phones)
