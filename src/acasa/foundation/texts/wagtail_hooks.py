"""The facts' entry in the authoring room."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from acasa.foundation.people.queries import may

from . import authoring, conflict_authoring
from .grants import EDIT_FACTS

hooks.register("register_admin_urls", authoring.urls)
hooks.register("register_admin_urls", conflict_authoring.urls)


class _Facts(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, EDIT_FACTS)


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return _Facts(_("Facts"), reverse("facts"), icon_name="tag", order=210)
