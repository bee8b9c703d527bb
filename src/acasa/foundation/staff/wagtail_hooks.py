"""Colleagues and one's own account in the authoring room; and the rooms' lists and forms, found in ``authoring.py``."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from acasa.foundation.people.grants import MANAGE_PEOPLE
from acasa.foundation.people.queries import may

from . import account, colleagues

autodiscover_modules("authoring")
hooks.register("register_admin_urls", colleagues.urls)
for item in account.ACCOUNT_ITEMS:
    hooks.register("register_account_menu_item", item)


class _Colleagues(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, MANAGE_PEOPLE)


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return _Colleagues(_("Colleagues"), reverse("colleagues"), icon_name="group", order=900)
