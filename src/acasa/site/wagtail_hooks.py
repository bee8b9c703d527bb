"""What the authoring room shows: our menus, the list of what waits, and less of what nobody needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from acasa.foundation.people.queries import is_staff, may_edit_guide

from . import ease, facts, path_room, today
from .authoring import Directory, MyPath, Words

register_snippet(Directory)
register_snippet(Words)
register_snippet(MyPath)

# Images, documents and Wagtail's own reports are not part of this product's content.
_UNUSED = {"images", "documents", "help"}


@hooks.register("construct_main_menu")
def hide_unused(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _UNUSED]


@hooks.register("register_admin_urls")
def today_urls() -> list[URLPattern]:
    return [
        path("today/", today.overview, name="today"),
        path("today/act/", today.act, name="today-act"),
        path("ease/", ease.ease, name="ease"),
        path("table/", ease.table, name="guide-table"),
        path("path/", path_room.overview, name="path-room"),
        path("path/try/", path_room.try_step, name="step-try"),
        path("facts/", facts.overview, name="facts"),
        path("facts/add/", facts.add, name="fact-add"),
        path("facts/<slug:slug>/", facts.edit, name="fact"),
        path("facts/<slug:slug>/delete/", facts.delete, name="fact-delete"),
    ]


class _ForStaff(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_staff(request.user)


@hooks.register("register_admin_menu_item")
def today_menu() -> MenuItem:
    return _ForStaff(_("Today"), reverse("today"), icon_name="tasks", order=10)


class _ForEditors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_edit_guide(request.user)


@hooks.register("register_admin_menu_item")
def facts_menu() -> MenuItem:
    return _ForEditors(_("Facts"), reverse("facts"), icon_name="tag", order=210)


@hooks.register("register_admin_menu_item")
def path_menu() -> MenuItem:
    return _ForEditors(_("The path in numbers"), reverse("path-room"), icon_name="list-ol", order=226)


@hooks.register("register_admin_menu_item")
def table_menu() -> MenuItem:
    return _ForEditors(_("Pages in numbers"), reverse("guide-table"), icon_name="table", order=230)


@hooks.register("insert_editor_js")
def ease_while_writing() -> str:
    return format_html('<script type="module" src="{}"></script>', static("authoring.js"))


@hooks.register("insert_global_admin_css")
def our_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("authoring.css"))


class TodayPanel(Component):
    """The first thing on the authoring room's home: how much waits, with a way there."""

    name = "today"
    template_name = "authoring/today_panel.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return today.panel(self.request)


@hooks.register("construct_homepage_panels")
def first_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [TodayPanel(request), *panels]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    items[:] = []
