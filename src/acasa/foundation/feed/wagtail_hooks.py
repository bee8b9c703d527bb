"""Today's entry in the authoring room, and the first panel of its home."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from . import authoring


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("today/", authoring.overview, name="today"),
        path("today/act/", authoring.act, name="today-act"),
    ]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    return MenuItem(_("Today"), reverse("today"), icon_name="tasks", order=10)


class TodayPanel(Component):
    """The first thing on the authoring room's home: how much waits, with a way there."""

    name = "today"
    template_name = "feed/today_panel.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return authoring.panel(self.request)


@hooks.register("construct_homepage_panels")
def first_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [TodayPanel(request), *panels]
