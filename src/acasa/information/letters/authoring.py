"""Letters in the authoring room: a list, a form, and who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail.snippets.models import register_snippet

from acasa.foundation.city.queries import city
from acasa.foundation.staff.entries import EntryViewSet

from . import actions
from .authoring_forms import LetterTextForm, letter_text
from .grants import EDIT_LETTERS
from .models import Letter


class Letters(EntryViewSet):
    model = Letter
    form_class = LetterTextForm
    verb = EDIT_LETTERS
    save_action = staticmethod(actions.save_letter_form)
    delete_action = staticmethod(actions.delete_letter)
    add_to_admin_menu = True
    icon = "mail"
    menu_label = pgettext_lazy("to send", "Letters")
    menu_order = 227
    list_display = ["title", "slug", "position"]
    search_fields = ["title", "summary", "slug"]
    beside = "letters/authoring/help.html"

    def public_address(self, row: Any) -> str:
        return reverse("letter", args=[city().source_language, row.pk])

    def starts_as(self, request: HttpRequest) -> dict[str, Any]:
        """The text of another letter, to be changed: ``?from=certificate-request``."""
        other = Letter.objects.filter(slug=request.GET.get("from", "")).first()
        return {"written": letter_text(other)} if other else {}

    def told_beside(self, request: HttpRequest, row: Model) -> Mapping[str, Any]:
        return {"letters": Letter.objects.all() if row._state.adding else []}


register_snippet(Letters)
