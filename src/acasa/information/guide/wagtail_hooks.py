"""What Wagtail offers for the guide's pages: our screens in place of what would pass by our rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from acasa.foundation.people.queries import may

from . import actions, authoring, meanwhile, pointers, queries
from . import authoring_ease as ease
from .grants import EDIT_GUIDE
from .models import GuidePage, RoomPage, TopicPage
from .word_authoring import Words

register_snippet(Words)


@hooks.register("register_admin_urls")
def our_screens() -> list[URLPattern]:
    return [
        path("guide/<int:pk>/publish/", authoring.publish, name="guide-publish"),
        path("guide/<int:pk>/withdraw/", authoring.withdraw, name="guide-withdraw"),
        path("ease/", ease.ease, name="ease"),
        path("table/", ease.table, name="guide-table"),
    ]


class _Numbers(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, EDIT_GUIDE)


@hooks.register("register_admin_menu_item")
def numbers_menu() -> MenuItem:
    return _Numbers(gettext_lazy("Pages in numbers"), reverse("guide-table"), icon_name="table", order=230)


@hooks.register("insert_editor_js")
def ease_while_writing() -> str:
    return format_html('<script type="module" src="{}"></script>', static("authoring.js"))


class WithdrawItem(ActionMenuItem):
    """Beside “Publish”: takes the page away from readers."""

    label = gettext_lazy("Withdraw")
    name = "action-withdraw"
    icon_name = "download"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return (
            isinstance(page, GuidePage)
            and context["view"] == "edit"
            and page.permissions_for_user(context["request"].user).may_withdraw()
        )

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("guide-withdraw", args=[context["page"].pk])


@hooks.register("register_page_action_menu_item")
def withdraw_item() -> ActionMenuItem:
    return WithdrawItem(order=20)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def withdraw_button(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    if isinstance(page, GuidePage) and page.permissions_for_user(user).may_withdraw():
        url = reverse("guide-withdraw", args=[page.pk])
        yield Button(gettext_lazy("Withdraw"), url, icon_name="download", priority=60)


@hooks.register("before_publish_page")
def show_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The draft is saved by now; what it changes is shown before it is public."""
    if not isinstance(page, GuidePage):
        return None
    if page.live and page.live_revision_id is None:  # Wagtail makes a new page live before it asks
        actions.keep_unpublished(page)
    return redirect("guide-publish", page.pk)


@hooks.register("before_edit_page")
def say_what_changed_meanwhile(request: HttpRequest, page: Page) -> None:
    """The form refuses to write over it; here is the way to see it."""
    if request.method != "POST" or not isinstance(page, GuidePage):
        return
    if newer := meanwhile.saved_by_another(page, request.POST):
        seen = request.POST["loaded_revision_id"]
        if seen.isdigit():
            url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, seen, newer.pk])
            button = messages.button(url, _("What changed meanwhile"), new_window=True)
            messages.warning(request, _("Somebody else saved this page."), buttons=[button])


@hooks.register("before_unpublish_page")
def withdraw_instead(request: HttpRequest, page: Page) -> HttpResponse | None:
    return redirect("guide-withdraw", page.pk) if isinstance(page, GuidePage) else None


@hooks.register("before_delete_page")
def nothing_public_is_deleted(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Readers' pages are withdrawn first; a topic goes when its pages have gone."""
    page = page.specific
    if isinstance(page, RoomPage) and page.holds_public_pages():
        if isinstance(page, GuidePage):
            messages.warning(request, _("Readers see this page. Withdraw it; then it can be deleted."))
            return redirect("guide-withdraw", page.pk)
        messages.error(request, _("Readers see pages of this topic. Withdraw them or move them first."))
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_copy_page")
def no_copies(request: HttpRequest, page: Page) -> HttpResponse:
    messages.error(
        request, _("Pages are not copied: two pages with one text would grow apart. Write a new page.")
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_move_page")
def say_where_addresses_lead(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """A moved page has a new address: what names the old one is listed, and a taken address refused."""
    page, destination = page.specific, destination.specific
    if not (isinstance(page, GuidePage) and isinstance(destination, TopicPage)):
        messages.error(request, _("Only pages move, from one topic to another."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    holder = queries.address_holder(destination.topic_id, page.slug, str(page.translation_key))
    if holder:
        words = _("This address leads readers to “%(title)s” already. Choose another.") % {"title": holder}
        messages.error(request, words)
        return redirect("wagtailadmin_pages:edit", page.pk)
    if request.method == "GET" and page.live:
        named = [str(pointer.name) for pointer in pointers.pointing_to(f"{page.topic_slug}/{page.slug}")]
        messages.info(request, _("The address of the page changes. The old one leads readers on."))
        if named:
            messages.info(request, _("These name it and follow: %(names)s") % {"names": ", ".join(named)})
    return None


@hooks.register("before_bulk_action")
def one_page_at_a_time(
    request: HttpRequest, action_type: str, objects: list[Any], view: Any
) -> HttpResponse | None:
    """Several pages at once would pass by everything that is asked and shown for one."""
    if objects and isinstance(objects[0], Page):
        messages.error(request, _("Pages are published, withdrawn, moved and deleted one at a time."))
        return redirect(view.next_url)
    return None
