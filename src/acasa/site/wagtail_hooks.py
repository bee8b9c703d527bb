"""What the whole authoring room shows: our style, and less of what nobody needs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.models import Page

# Images, documents and Wagtail's own accounts and reports are not part of this product.
_UNUSED = {"images", "documents", "help", "aging-pages", "page-types-usage"}


@hooks.register("construct_reports_menu")
@hooks.register("construct_main_menu")
def hide_unused(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _UNUSED]


@hooks.register("insert_global_admin_css")
def our_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("authoring.css"))


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    items[:] = []


@hooks.register("construct_wagtail_userbar")
def no_checks(request: HttpRequest, items: list[BaseItem], page: Page | None) -> None:
    """Wagtail's checks count words as English has them and find fault with what no author can change.

    How easy a page reads and what it lacks, the editor's own advice says; its templates are tested.
    """
    items[:] = [item for item in items if not isinstance(item, ContentCheckerItem)]


@hooks.register("before_bulk_action")
def only_pages_at_once(request: HttpRequest, action_type: str, objects: list[Any], view: Any) -> None:
    """Entries are deleted one by one, through their room's action. Raises PermissionDenied."""
    if not all(isinstance(one, Page) for one in objects):
        raise PermissionDenied
