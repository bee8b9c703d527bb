"""The path's entries in the authoring room."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from acasa.foundation.people.queries import may
from acasa.foundation.texts.authoring import may_count_by
from acasa.foundation.texts.authoring_forms import may_object

from . import authoring
from . import authoring_numbers as numbers
from .grants import EDIT_PATH

register_snippet(authoring.MyPath)
may_object(authoring.objections)
may_count_by(authoring.counted_by, authoring.counting_facts)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("path/", numbers.overview, name="path-room"),
        path("path/try/", numbers.try_step, name="step-try"),
    ]


class _Numbers(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, EDIT_PATH)


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return _Numbers(_("The path in numbers"), reverse("path-room"), icon_name="list-ol", order=226)
