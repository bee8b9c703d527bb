"""The editors' own screens for pages: what a publication changes before it is public, and taking a page away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page, Revision

from acasa.foundation.city.queries import city
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of
from acasa.foundation.texts import formatting
from acasa.foundation.texts import queries as texts
from acasa.foundation.web.audience import staff

from . import pointers, queries, rules
from .actions import StillNamed, publish_revision, withdraw_page
from .authoring_faults import PageFault, faults_of
from .document import Document
from .grants import EDIT_GUIDE
from .models import GuidePage, Publication


@dataclass(frozen=True, slots=True)
class Preparation:
    """What publishing the newest text of a page would do."""

    revision: Revision
    page: GuidePage
    faults: list[PageFault]
    changes: list[rules.Change]
    first: bool
    """Readers never had an edition."""
    returns: bool
    """The page was withdrawn and comes back; the changes are those since its last edition."""
    stood_in: Publication | None
    """The page that stood in the place of one that comes back."""
    led: list[pointers.Pointer]
    """What names the page that stood in, and perhaps named this one before."""
    people: list[tuple[Any, Any]]
    """Who saved the page since it was last published, and when, the newest first."""
    languages: list[tuple[str, int]]
    """Languages, with how many of the new sentences nobody translated."""
    moves: tuple[str, str] | None
    """The old and the new address, where it changes."""
    named: list[pointers.Pointer]
    """What names the old address and follows."""
    keep: list[pointers.Pointer]
    """What names a page that has an hour at which it is taken away, and would keep it."""


def prepare(page: GuidePage) -> Preparation | None:
    """What publishing the newest text would do; None where nothing was ever saved."""
    revision = page.get_latest_revision()
    if revision is None:
        return None
    written = revision.as_object()
    public = Publication.objects.select_related("edition").filter(page_key=str(page.translation_key)).first()
    last = public.edition if public else queries.editions(str(page.translation_key)).first()
    before = last.content if last else None
    faults = faults_of(written)
    after = None if faults else queries.project(written.authored())
    stood_in = None if public else queries.stood_in(str(page.translation_key))
    moves = (public.address, after.address) if public and after and public.address != after.address else None
    return Preparation(
        revision,
        written,
        faults,
        rules.difference(before, after) if before and after else [],
        last is None,
        public is None and last is not None,
        stood_in,
        pointers.led_to(stood_in.address) if stood_in else [],
        _people(page),
        _lacking(before if public else None, after) if after else [],
        moves,
        pointers.pointing_to(moves[0]) if moves else [],
        pointers.pointing_to(after.address) if after and written.expire_at else [],
    )


def _people(page: GuidePage) -> list[tuple[Any, Any]]:
    since = page.revisions.select_related("user").order_by("-created_at", "-pk")
    if page.live_revision:
        since = since.filter(created_at__gt=page.live_revision.created_at)
    return [(revision.user, revision.created_at) for revision in since]


def _lacking(before: Document | None, after: Document) -> list[tuple[str, int]]:
    known = set(before.sentences()) if before else set()
    fresh = [text for text in after.sentences() if text not in known]
    return [(formatting.language_name(code), count) for code, count in texts.lacking(fresh).items()]


def _page(pk: int) -> GuidePage:
    return get_object_or_404(GuidePage.objects.select_related("live_revision"), pk=pk)


def _edit(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


@staff(EDIT_GUIDE)
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what becomes public, word by word, and publishes it once that was seen."""
    page = _page(pk)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.error(request, lock.get_message(request.user))
        return redirect("wagtailadmin_pages:edit", pk)
    with transaction.atomic():
        Page.objects.select_for_update(of=("self",)).get(pk=pk)
        ready = prepare(page)
        if ready is None:
            return redirect("wagtailadmin_pages:edit", pk)
        if request.method == "POST" and not ready.faults:
            if request.POST.get("revision") == str(ready.revision.pk):
                publish_revision(
                    actor=actor_of(request.user),
                    revision=ready.revision,
                    user=_user(request),
                    changed=bool(ready.changes),
                )
                return _published(request, _page(pk))
            messages.warning(
                request, _("The page was changed meanwhile. This is what would be published now.")
            )
    context = {"page": page, "ready": ready, "city": city(), "now": timezone.now()}
    return render(request, "guide/authoring/publish.html", context)


def _published(request: HttpRequest, page: GuidePage) -> HttpResponse:
    edit = messages.button(_edit(page.pk), _("Edit"))
    if page.live and not page.has_unpublished_changes:
        said = _("“%(title)s” is public.") % {"title": page.title}
        messages.success(request, said, buttons=[messages.button(page.url, _("See it as readers do")), edit])
    else:
        said = _("“%(title)s” will be published at its hour.") % {"title": page.draft_title}
        messages.success(request, said, buttons=[edit])
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the room opens to nobody else
    return request.user


class WithdrawForm(forms.Form):
    """Why a page goes, and which one readers get in its place."""

    reason = forms.CharField(
        max_length=300,
        label=gettext_lazy("Why it is withdrawn"),
        help_text=gettext_lazy("Kept in the history; readers do not see it."),
    )
    instead = forms.ModelChoiceField(
        Publication.objects.none(),
        required=False,
        label=gettext_lazy("The page in its place"),
        empty_label=gettext_lazy("none: readers are told that it was withdrawn"),
    )

    def __init__(self, *args: Any, page: GuidePage, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["instead"]
        field.queryset = queries.publications().exclude(page_key=str(page.translation_key))
        field.label_from_instance = _title
        if named:
            field.required, field.empty_label = True, gettext_lazy("Choose a page")
            field.help_text = _("Everything that names the withdrawn page leads there.")


def _title(publication: Publication) -> str:
    return f"{publication.topic.title} – {' '.join(publication.edition.content.title)}"


@staff(EDIT_GUIDE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what names a page, and takes it away once a reason is given, and a page in its place where it is needed."""
    page = _page(pk)
    if not page.permissions_for_user(request.user).may_withdraw():
        raise PermissionDenied
    named = pointers.pointing_to(f"{page.topic_slug}/{page.slug}")
    form = WithdrawForm(request.POST or None, page=page, named=bool(named))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_page(actor=actor_of(request.user), page=page, user=_user(request), **form.cleaned_data)
        except StillNamed as still:
            named = still.pointers
            form.add_error("instead", _("Something names this page since; choose a page in its place."))
        else:
            said = _("“%(title)s” is withdrawn; its text and its editions stay here.") % {"title": page.title}
            messages.success(request, said, buttons=[messages.button(_edit(pk), _("Edit"))])
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return render(request, "guide/authoring/withdraw.html", {"page": page, "form": form, "named": named})
