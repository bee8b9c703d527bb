"""The official words in the authoring room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import EntryViewSet
from acasa.foundation.staff.form_fields import Lines
from acasa.foundation.texts.authoring_texts import TextsForm

from . import actions
from .grants import EDIT_GUIDE
from .models import Word


class WordForm(TextsForm):
    not_read = ("note", "example")
    avoid = Lines(required=False, help_text=Word._meta.get_field("avoid").help_text)

    class Meta:
        model = Word
        fields = ("slug", "term", "abbreviation", "meaning", "where_met", "example", "avoid")
        widgets = {"meaning": forms.Textarea(attrs={"rows": 2})}


class Words(EntryViewSet):
    model = Word
    form_class = WordForm
    verb = EDIT_GUIDE
    save_action = staticmethod(actions.save_word_form)
    delete_action = staticmethod(actions.delete_word)
    add_to_admin_menu = True
    icon = "openquote"
    menu_label = _("Official words")
    menu_order = 220
    list_display = ["term", "abbreviation", "meaning"]
    search_fields = ["term", "abbreviation", "meaning", "where_met", "slug"]
    told_apart_by = ("abbreviation", "meaning")

    def public_address(self, row: Any) -> str:
        return reverse("word", args=[city().source_language, row.pk])
