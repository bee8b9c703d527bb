"""What the authoring room shows: our menus, the list of what needs someone, and less of what nobody needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from acasa.foundation.people.queries import edited_organisations, is_staff

from . import attention
from .authoring import Directory, FactsAndWords

register_snippet(Directory)
register_snippet(FactsAndWords)

# Images, documents and Wagtail's own reports are not part of this product's content.
_UNUSED = {"images", "documents", "help"}


@hooks.register("construct_main_menu")
def hide_unused(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _UNUSED]


@hooks.register("register_admin_urls")
def attention_urls() -> list[URLPattern]:
    return [
        path("attention/", attention.overview, name="attention"),
        path("attention/report/<int:pk>/", attention.settle, name="attention-settle"),
        path("attention/conflict/<int:pk>/", attention.decide, name="attention-decide"),
    ]


class _Attention(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_staff(request.user)


@hooks.register("register_admin_menu_item")
def attention_menu() -> MenuItem:
    return _Attention(_("Needs attention"), reverse("attention"), icon_name="warning", order=10)


class AttentionPanel(Component):
    """The first thing on the authoring room's home: how much waits, with a way there."""

    name = "attention"
    template_name = "authoring/attention_panel.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        sections = attention.sections(edited_organisations(self.request.user))
        return {"sections": [(section.title, len(section.items)) for section in sections]}


@hooks.register("construct_homepage_panels")
def first_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [AttentionPanel(request), *panels]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    items[:] = []
