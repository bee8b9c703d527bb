"""The authoring room beside the pages: directory, words and path, each person limited to what is theirs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from acasa.foundation.guard.actor import person
from acasa.foundation.people.queries import edited_organisations, may_edit_guide, may_edit_organisation
from acasa.information.directory import actions as directory_actions
from acasa.information.directory.models import HoursException, Organisation, Phone, Place, Service
from acasa.information.directory.queries import organisation_of
from acasa.information.guide import actions as guide_actions
from acasa.information.guide.models import Word
from acasa.information.pathway import actions as pathway_actions
from acasa.information.pathway.models import Letter, Persona, Question, Step

from .authoring_forms import (
    HoursExceptionForm,
    OrganisationForm,
    PhoneForm,
    PlaceForm,
    ServiceForm,
    WordForm,
)
from .path_forms import LetterTextForm, PersonaForm, QuestionForm, StepForm


class EditorsOnly(ModelPermissionPolicy):
    """Administrators and editors may do everything with these things, nobody else anything."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may_edit_guide(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return may_edit_guide(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: models.Model) -> bool:
        return may_edit_guide(user)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: models.Model) -> bool:
        return may_edit_guide(user)


class ByOrganisation(ModelPermissionPolicy):
    """Editors may change all organisations; directory editors theirs. Only editors add or delete organisations."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if self.model is Organisation and action in ("add", "delete"):
            return may_edit_guide(user)
        return edited_organisations(user) is None or bool(edited_organisations(user))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: models.Model) -> bool:
        return self.user_has_permission(user, action) and may_edit_organisation(
            user, organisation_of(instance)
        )

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: models.Model) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


class _ThroughAction:
    """A Wagtail view that saves through one of our actions instead of writing by itself."""

    def save_instance(self) -> models.Model:
        form, request = self.form, self.request  # type: ignore[attr-defined]
        self.has_content_changes = form.has_changed()
        return self.save_by_action(form, request)  # type: ignore[attr-defined]


class _DirectorySave(_ThroughAction):
    def save_by_action(self, form: Any, request: Any) -> models.Model:
        return directory_actions.save_form(user=request.user, actor=person(request.user.pk), form=form)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}  # type: ignore[misc, attr-defined]


class _OwnOnly:
    """Wagtail asks who may edit such things at all; we also ask whose this one is."""

    def get_object(self, queryset: Any = None) -> models.Model:
        found = super().get_object(queryset)  # type: ignore[misc]
        if not may_edit_organisation(self.request.user, organisation_of(found)):  # type: ignore[attr-defined]
            raise PermissionDenied
        return found


class DirectoryCreate(_DirectorySave, CreateView):
    pass


class DirectoryEdit(_OwnOnly, _DirectorySave, EditView):
    pass


class _OrStays:
    """A thing that others need is not deleted, and the editor is told who needs it."""

    def delete_action(self) -> None:
        self.delete_by_action(self.request, self.object)  # type: ignore[attr-defined]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except ProtectedError as protected:
            names = {str(getattr(one, "source", one)) for one in protected.protected_objects}
        except pathway_actions.Needed as needed:
            names = {name or str(_("the program itself")) for name in needed.names}
        said = _("“%(thing)s” stays, because others need it: %(names)s.")
        messages.error(self.request, said % {"thing": self.object, "names": ", ".join(sorted(names))})  # type: ignore[attr-defined]
        return redirect(self.edit_url_name, quote(self.object.pk))  # type: ignore[attr-defined]


class DirectoryDelete(_OwnOnly, _OrStays, DeleteView):
    def delete_by_action(self, request: Any, thing: Any) -> None:
        directory_actions.delete_part(user=request.user, actor=person(request.user.pk), part=thing)


class _OurViewSet(SnippetViewSet):
    """Lists, forms and deletion only; the form is one of ours."""

    inspect_view_enabled = False
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return self.form_class


class _DirectoryViewSet(_OurViewSet):
    add_view_class = DirectoryCreate
    edit_view_class = DirectoryEdit
    delete_view_class = DirectoryDelete
    list_per_page = 40
    organisation_path = "organisation"

    @property
    def permission_policy(self) -> ByOrganisation:
        return ByOrganisation(self.model)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        mine = edited_organisations(request.user)
        found = self.model._default_manager.all()
        return found if mine is None else found.filter(**{f"{self.organisation_path}__in": mine})


class Organisations(_DirectoryViewSet):
    model = Organisation
    form_class = OrganisationForm
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "category", "level", "confidence", "checked_on"]
    list_filter = ["category", "level", "confidence", "visibility"]
    search_fields = ["name", "short_name", "description"]
    organisation_path = "slug"


class Places(_DirectoryViewSet):
    model = Place
    form_class = PlaceForm
    icon = "site"
    menu_label = _("Places and hours")
    list_display = ["__str__", "organisation", "area", "hours", "hours_confidence"]
    list_filter = ["area", "hours_confidence"]
    search_fields = ["name", "address", "organisation__name"]


class Services(_DirectoryViewSet):
    model = Service
    form_class = ServiceForm
    icon = "help"
    menu_label = _("Services")
    list_display = ["name", "organisation", "cost", "capacity", "status"]
    list_filter = ["topics", "cost", "capacity", "status"]
    search_fields = ["name", "description", "organisation__name"]


class Phones(_DirectoryViewSet):
    model = Phone
    form_class = PhoneForm
    icon = "mobile-alt"
    menu_label = _("Phone numbers")
    list_display = ["number", "organisation", "note"]
    search_fields = ["number", "organisation__name"]


class HoursExceptions(_DirectoryViewSet):
    model = HoursException
    form_class = HoursExceptionForm
    icon = "date"
    menu_label = _("Closed days and other hours")
    list_display = ["place", "first", "last", "hours", "reason"]
    organisation_path = "place__organisation"


class Directory(SnippetViewSetGroup):
    menu_label = _("Directory")
    menu_icon = "group"
    menu_order = 200
    items = (Organisations, Places, HoursExceptions, Services, Phones)


class _EditorsViewSet(_OurViewSet):
    """Things that belong to the editors alone."""

    add_to_admin_menu = True
    list_per_page = 50

    @property
    def permission_policy(self) -> EditorsOnly:
        return EditorsOnly(self.model)


class _WordSave(_ThroughAction):
    def save_by_action(self, form: Any, request: Any) -> models.Model:
        return guide_actions.save_word_form(actor=person(request.user.pk), form=form)


class WordCreate(_WordSave, CreateView):
    pass


class WordEdit(_WordSave, EditView):
    pass


class WordDelete(_OrStays, DeleteView):
    def delete_by_action(self, request: Any, thing: Any) -> None:
        guide_actions.delete_word(actor=person(request.user.pk), word=thing)


class Words(_EditorsViewSet):
    model = Word
    form_class = WordForm
    add_view_class = WordCreate
    edit_view_class = WordEdit
    delete_view_class = WordDelete
    icon = "openquote"
    menu_label = _("Official words")
    menu_order = 220
    list_display = ["term", "abbreviation", "meaning"]
    search_fields = ["term", "abbreviation", "meaning"]


class _PathSave(_ThroughAction):
    def save_by_action(self, form: Any, request: Any) -> models.Model:
        return pathway_actions.save_form(actor=person(request.user.pk), form=form)


class PathCreate(_PathSave, CreateView):
    pass


class PathEdit(_PathSave, EditView):
    pass


class PathDelete(_OrStays, DeleteView):
    def delete_by_action(self, request: Any, thing: Any) -> None:
        pathway_actions.delete(actor=person(request.user.pk), row=thing)


class _PathViewSet(_EditorsViewSet):
    add_to_admin_menu = False
    add_view_class = PathCreate
    edit_view_class = PathEdit
    delete_view_class = PathDelete


class Steps(_PathViewSet):
    model = Step
    form_class = StepForm
    icon = "list-ol"
    menu_label = _("Steps")
    list_display = ["title", "phase", "slug", "page"]
    list_filter = ["phase", "who", "safety", "unsure"]
    search_fields = ["title", "text", "slug"]


class Questions(_PathViewSet):
    model = Question
    form_class = QuestionForm
    icon = "help"
    menu_label = _("Questions")
    list_display = ["ask", "slug", "kind", "position", "first"]
    list_filter = ["kind", "first"]
    search_fields = ["ask", "why", "slug"]


class Personas(_PathViewSet):
    model = Persona
    form_class = PersonaForm
    icon = "user"
    menu_label = _("Example people")
    list_display = ["title", "slug", "position"]
    search_fields = ["title", "slug"]


class Letters(_PathViewSet):
    model = Letter
    form_class = LetterTextForm
    icon = "mail"
    menu_label = _("Letters")
    list_display = ["title", "slug", "position"]
    search_fields = ["title", "summary", "slug"]


class MyPath(SnippetViewSetGroup):
    menu_label = _("My path")
    menu_icon = "list-ol"
    menu_order = 225
    items = (Steps, Questions, Personas, Letters)
