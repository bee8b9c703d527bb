"""Lists and forms of the authoring room: a Wagtail viewset that reads what a person may see and writes by actions.

A room says in a few lines what it has: the model, the form, who may, and which two actions save and delete.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
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

from .changed import ChangedMeanwhile
from .forms import EntryForm
from .refusals import REFUSED, refusal


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

    def get_object(self, queryset: Any = None) -> models.Model:
        found: models.Model = super().get_object(queryset)  # type: ignore[misc]
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

    def save_instance(self) -> models.Model:
        self.has_content_changes = self.form.has_changed()
        return self.entries.save_action(actor=actor_of(self.request.user), form=self.form)

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

    @property
    def columns(self) -> list[Any]:  # type: ignore[override]
        return [one for one in super().columns if not isinstance(one, BulkActionsCheckboxColumn)]


class EntryCreate(_Saves, CreateView):
    entries: EntryViewSet = None  # type: ignore[assignment]  # the viewset sets it


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

    @property
    def permission_policy(self) -> ByVerb:
        return ByVerb(self)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        mine = actor_of(request.user).scopes(self.verb)
        found = self.model._default_manager.all()
        return found if mine is None else found.filter(**{f"{self.scope_path}__in": mine})

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
