"""Choosing an entry inside another form: found by the same words as in its list, and told apart from its like."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from .search import having


class _Search(BaseFilterForm):
    q = forms.CharField(
        required=False, max_length=100, label=_("Words"), widget=forms.TextInput(attrs={"type": "search"})
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        if not self.is_searching:
            return objects
        return having(objects, objects.model.snippet_viewset.search_fields, self.search_query)  # type: ignore[attr-defined]


class _Told:
    """A list with what tells rows apart that look alike, such as whose they are."""

    filter_form_class = _Search
    model_class: Any

    def get_object_list(self) -> QuerySet:
        return self.model_class.snippet_viewset.everything()

    @property
    def columns(self) -> list[Column]:
        names = self.model_class.snippet_viewset.told_apart_by
        called = {field.name: field.verbose_name for field in self.model_class._meta.fields}
        return [*super().columns, *(Column(name, label=called[name], accessor=name) for name in names)]  # type: ignore[misc]


class _Choose(_Told, ChooseView):
    pass


class _ChooseResults(_Told, ChooseResultsView):
    pass


class EntryChooser(SnippetChooserViewSet):
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
