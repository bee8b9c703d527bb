"""The guide's entries in the authoring room."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from acasa.foundation.people.queries import may

from . import authoring_ease as ease
from .grants import EDIT_GUIDE
from .word_authoring import Words

register_snippet(Words)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("ease/", ease.ease, name="ease"), path("table/", ease.table, name="guide-table")]


class _Numbers(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, EDIT_GUIDE)


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return _Numbers(_("Pages in numbers"), reverse("guide-table"), icon_name="table", order=230)


@hooks.register("insert_editor_js")
def ease_while_writing() -> str:
    return format_html('<script type="module" src="{}"></script>', static("authoring.js"))
