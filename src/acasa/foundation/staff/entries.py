"""Lists and forms of the authoring room: a Wagtail viewset that reads what a person may see and writes by actions.

A room says in a few lines what it has: the model, the form, who may, and which two actions save and delete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
    SnippetViewSet,
    UsageView,
)

from acasa.foundation.guard.verbs import Verb
from acasa.foundation.people.queries import actor_of
from acasa.foundation.web.audience import staff

from .changed import ChangedMeanwhile
from .choosers import EntryChooser
from .forms import EntryForm
from .refusals import REFUSED, refusal
from .search import having
from .tables import csv_file


def edit_address(model: type[models.Model], key: Any) -> str:
    """Where an entry of a model is changed in the authoring room."""
    return reverse(f"wagtailsnippets_{model._meta.label_lower.replace('.', '_')}:edit", args=[quote(key)])


class ByVerb(ModelPermissionPolicy):
    """Asks our grants: ``change`` and the rest need the viewset's verb, ``add`` and ``delete`` may need another."""

    def __init__(self, viewset: EntryViewSet) -> None:
        super().__init__(viewset.model)
        self.viewset = viewset

    def user_has_permission(self, user: Any, action: str) -> bool:
        return actor_of(user).may_somewhere(self.viewset.verb_for(action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: models.Model) -> bool:
        return actor_of(user).may(self.viewset.verb_for(action), self.viewset.scope_of(instance))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: models.Model) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


class _OfViewset:
    """A view that knows its viewset, and shows nobody what is not theirs, whatever the address."""

    entries: EntryViewSet = None  # type: ignore[assignment]  # the viewset sets it
    request: HttpRequest
    needs = "view"

    def get_object(self, *of: Any) -> models.Model:
        found: models.Model = super().get_object(*of)  # type: ignore[misc]
        policy = self.entries.permission_policy
        if not policy.user_has_permission_for_instance(self.request.user, self.needs, found):
            raise PermissionDenied(self.entries.verb_for(self.needs).refusal)
        return found


class _Saves:
    """Saves through the room's action; what is refused stands in the form, which keeps what was written."""

    entries: EntryViewSet
    request: HttpRequest
    form: Any
    has_content_changes: bool

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "actor": actor_of(self.request.user)}  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {
            "beside": self.entries.beside,
            **self.entries.told_beside(self.request, context["form"].instance),
        }

    def save_instance(self) -> models.Model:
        self.has_content_changes = self.form.has_changed()
        return self.entries.save_action(actor=actor_of(self.request.user), form=self.form)

    def get_success_buttons(self) -> list[Any]:
        buttons: list[Any] = super().get_success_buttons()  # type: ignore[misc]
        if address := self.entries.public_address(self.object):  # type: ignore[attr-defined]
            buttons.insert(0, wagtail_messages.button(address, gettext("See it as readers do")))
        return buttons

    def form_valid(self, form: EntryForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except ChangedMeanwhile as conflict:
            form.show_what_changed(conflict)
        except ValidationError as error:
            form.add_error(None, error)
        except REFUSED as error:
            form.add_error(None, refusal(error, form.instance))
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]


class EntryIndex(IndexView):
    """The list, without what acts on many at once behind the back of our actions."""

    entries: EntryViewSet = None  # type: ignore[assignment]  # the viewset sets it
    add_item_label = gettext_lazy("Add")

    @property
    def columns(self) -> list[Any]:  # type: ignore[override]
        return [one for one in super().columns if not isinstance(one, BulkActionsCheckboxColumn)]

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        return (
            having(queryset, self.search_fields or (), self.search_query) if self.is_searching else queryset
        )

    def get_heading(self, queryset: models.QuerySet, field: str) -> str:
        name = field.removeprefix("get_").removesuffix("_display")
        return str(capfirst(self.model._meta.get_field(name).verbose_name))

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if isinstance(value, list | dict):
            return "; ".join(map(str, value))
        return super().preprocess_field_value(field, value, export_format)

    def write_csv_response(self, queryset: models.QuerySet) -> HttpResponse:
        header = [self.get_heading(queryset, field) for field in self.list_export]
        rows = [
            [
                self.preprocess_field_value(name, value, self.FORMAT_CSV)
                for name, value in self.to_row_dict(one).items()
            ]
            for one in queryset
        ]
        return csv_file(f"{self.get_filename()}.csv", header, rows)


class EntryCreate(_Saves, CreateView):
    entries: EntryViewSet = None  # type: ignore[assignment]  # the viewset sets it

    def get_initial(self) -> dict[str, Any]:
        """What an address says of the new thing, such as whose it is: ``?organisation=oss``."""
        return {**super().get_initial(), **self.entries.starts_as(self.request)}


class EntryEdit(_OfViewset, _Saves, EditView):
    needs = "change"


class EntryHistory(_OfViewset, HistoryView):
    pass


class EntryUsage(_OfViewset, UsageView):
    pass


class EntryDelete(_OfViewset, DeleteView):
    needs = "delete"

    def delete_action(self) -> None:
        self.entries.delete_action(actor=actor_of(self.request.user), row=self.object)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except REFUSED as error:
            messages.error(self.request, refusal(error, self.object))
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        return redirect(self.edit_url_name, quote(self.object.pk))


class EntryViewSet(SnippetViewSet):
    """Lists, forms and deletion of one kind of thing."""

    verb: Verb
    """Who may see and change such things."""
    add_verb: Verb | None = None
    """Who may add and delete them, where not the same people."""
    save_action: Callable[..., models.Model]
    """Called with ``actor`` and a valid ``form``."""
    delete_action: Callable[..., Any]
    """Called with ``actor`` and ``row``."""
    scope_path = ""
    """The path from a row to the scope (an organisation) within which the verb may be given; empty for none."""

    told_apart_by: tuple[str, ...] = ()
    """Fields shown beside a thing where one is chosen, because several look alike."""
    beside = ""
    """A template that stands over the form: help, or what belongs to the thing."""

    index_results_template_name = "staff/entry_results.html"
    create_template_name = "staff/entry_create.html"
    edit_template_name = "staff/entry_edit.html"
    chooser_viewset_class = EntryChooser
    chooser_per_page = 20
    inspect_view_enabled = False
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = EntryIndex
    add_view_class = EntryCreate
    edit_view_class = EntryEdit
    delete_view_class = EntryDelete
    history_view_class = EntryHistory
    usage_view_class = EntryUsage

    def verb_for(self, action: str) -> Verb:
        return (self.add_verb or self.verb) if action in ("add", "delete") else self.verb

    def scope_of(self, row: models.Model) -> str:
        """The scope that a row belongs to; empty where the verb is for everything."""
        found: Any = row
        for name in self.scope_path.split("__") if self.scope_path else ():
            found = getattr(found, name)
        return "" if found is row else str(getattr(found, "pk", found))

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return staff(self.verb)(super().construct_view(view_class, **kwargs))

    @property
    def permission_policy(self) -> ByVerb:
        return ByVerb(self)

    def everything(self) -> models.QuerySet:
        """All things of this kind, each with what it points to."""
        single = [field.name for field in self.model._meta.fields if field.many_to_one]
        found = self.model._default_manager.all()
        return found.select_related(*single) if single else found

    @cached_property
    def list_export(self) -> list[str]:
        """All that the form shows and one cell can hold."""
        named = {field.name: field for field in self.model._meta.fields}
        names = [name for name in self.form_class.Meta.fields if name in named]
        return [f"get_{name}_display" if named[name].choices else name for name in names]

    def starts_as(self, request: HttpRequest) -> dict[str, Any]:
        """With what a new thing's form begins, as its address says: what it belongs to."""
        names = {field.name for field in self.model._meta.fields if field.many_to_one}
        return {name: value for name, value in request.GET.items() if name in names}

    def told_beside(self, request: HttpRequest, row: models.Model) -> Mapping[str, Any]:
        """What the template beside the form shows of a thing."""
        return {}

    def public_address(self, row: models.Model) -> str:
        """Where readers see a thing; empty where they see it on no page of its own."""
        return ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        mine = actor_of(request.user).scopes(self.verb)
        found = self.everything()
        return found if mine is None else found.filter(**{f"{self.scope_path}__in": mine})

    def get_edit_handler(self) -> None:
        """None: the form alone says which fields there are and in which order, each with its name and its faults."""

    def get_form_class(self, for_update: bool = False) -> type:
        return self.form_class

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(entries=self, **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(entries=self, **kwargs)

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(entries=self, **kwargs)

    def get_delete_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_delete_view_kwargs(entries=self, **kwargs)

    def get_history_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_history_view_kwargs(entries=self, **kwargs)

    def get_usage_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_usage_view_kwargs(entries=self, **kwargs)
