"""The directory in the authoring room, each person limited to what is theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from acasa.foundation.staff.entries import EntryViewSet

from . import actions
from .authoring_forms import HoursExceptionForm, OrganisationForm, PhoneForm, PlaceForm, ServiceForm
from .grants import ADD_ORGANISATIONS, EDIT_DIRECTORY
from .models import HoursException, Organisation, Phone, Place, Service


class _Part(EntryViewSet):
    verb = EDIT_DIRECTORY
    save_action = staticmethod(actions.save_form)
    delete_action = staticmethod(actions.delete_part)
    scope_path = "organisation"
    list_per_page = 40


class Organisations(_Part):
    model = Organisation
    form_class = OrganisationForm
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "category", "level", "confidence", "checked_on"]
    list_filter = ["category", "level", "confidence", "visibility"]
    search_fields = ["name", "short_name", "description"]
    scope_path = "pk"
    add_verb = ADD_ORGANISATIONS


class Places(_Part):
    model = Place
    form_class = PlaceForm
    icon = "site"
    menu_label = _("Places and hours")
    list_display = ["__str__", "organisation", "area", "hours", "hours_confidence"]
    list_filter = ["area", "hours_confidence"]
    search_fields = ["name", "address", "organisation__name"]


class Services(_Part):
    model = Service
    form_class = ServiceForm
    icon = "help"
    menu_label = _("Services")
    list_display = ["name", "organisation", "cost", "capacity", "status"]
    list_filter = ["topics", "cost", "capacity", "status"]
    search_fields = ["name", "description", "organisation__name"]


class Phones(_Part):
    model = Phone
    form_class = PhoneForm
    icon = "mobile-alt"
    menu_label = _("Phone numbers")
    list_display = ["number", "organisation", "note"]
    search_fields = ["number", "organisation__name"]


class HoursExceptions(_Part):
    model = HoursException
    form_class = HoursExceptionForm
    icon = "date"
    menu_label = _("Closed days and other hours")
    list_display = ["place", "first", "last", "hours", "reason"]
    scope_path = "place__organisation"


class Directory(SnippetViewSetGroup):
    menu_label = _("Directory")
    menu_icon = "group"
    menu_order = 200
    items = (Organisations, Places, HoursExceptions, Services, Phones)
