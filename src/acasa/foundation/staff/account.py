"""One's own account: which roles one has and what they open, and how the authoring room looks to oneself.

Everybody lands here who signs in without going anywhere.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import LocalePreferencesForm, ThemePreferencesForm
from wagtail.admin.localization import get_available_admin_languages
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    LocaleSettingsPanel,
    LogoutView,
    ThemeSettingsPanel,
)

from acasa.foundation.city.queries import city, language
from acasa.foundation.people.actions import end_sessions
from acasa.foundation.people.queries import actor_of, events_of, sessions_of
from acasa.foundation.people.roles import held_by
from acasa.foundation.web.audience import SIGNED_IN, SIGNING_IN, declared, staff

from . import unsaved
from .grants import OPEN_ROOM


@declared(SIGNED_IN)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """My roles, my rooms, my second factor; straight to the authoring room where one just signed in and may open it."""
    may_open = actor_of(request.user).may_somewhere(OPEN_ROOM)
    if may_open and "stay" not in request.GET:
        return redirect("wagtailadmin_home")
    return render(request, "staff/account.html", {"held": held_by(request.user), "may_open": may_open})


@declared(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in, ending that elsewhere, and what happened at the door in my name."""
    user, here = request.user, request.session.session_key
    assert user.is_authenticated
    if request.method == "POST":
        names = None if "others" in request.POST else request.POST.getlist("end")
        ended = end_sessions(user=user, names=names, but=here)
        said = ngettext("%d session was ended.", "%d sessions were ended.", ended) % ended
        messages.success(request, said if ended else gettext("There was no such session any more."))
        return redirect("account-sessions")
    context = {
        "sessions": [(one, one.session_key == here) for one in sessions_of(user)],
        "events": events_of(user),
        "minutes": settings.SESSION_IDLE_SECONDS // 60,
    }  # fmt: skip
    return render(request, "staff/sessions.html", context)


@declared(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def not_saved(request: HttpRequest) -> HttpResponse:
    """What I sent when my session was over, to be sent now or left."""
    form = unsaved.kept(request)
    if request.method == "POST":
        unsaved.forget(request)
    if form is None or request.method == "POST":
        return redirect("account")
    return render(request, "staff/unsaved.html", {"form": form})


@declared(SIGNING_IN)
@require_safe
def sign_in_here(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in leads to ours."""
    return redirect("account_login", permanent=True)


@declared(SIGNING_IN)
@require_safe
def forgotten_here(request: HttpRequest) -> HttpResponse:
    """Wagtail's own way to a new password leads to ours."""
    return redirect("account_reset_password", permanent=True)


@declared(SIGNING_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_here(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's own way out; what only looks, such as a picture on a page elsewhere, is asked first and ends nothing."""
    if request.method != "POST":
        return redirect("account_logout")
    return LogoutView.as_view()(request)


class _LanguageForm(LocalePreferencesForm):
    """Without a choice the room speaks the city's language."""

    preferred_language = forms.ChoiceField(required=False, label=_("Preferred language"), choices=list)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = language(city().source_language).autonym
        known = [
            (code, get_language_info(code)["name_local"]) for code, _name in get_available_admin_languages()
        ]
        field: Any = self.fields["preferred_language"]
        field.choices = [("", _("the city’s language (%(language)s)") % {"language": own}), *known]


class _LookForm(ThemePreferencesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keyboard_shortcuts"].help_text = _("Keys for frequent actions, listed under “?”.")


class _LanguagePanel(LocaleSettingsPanel):
    title = _("Language")
    form_class = _LanguageForm


class _LookPanel(ThemeSettingsPanel):
    form_class = _LookForm


class _RoomAccount(AccountView):
    """How the authoring room looks and speaks to oneself. Pictures of people are nothing we keep."""

    _ours: dict[type, Any] = {LocaleSettingsPanel: _LanguagePanel, ThemeSettingsPanel: _LookPanel}

    def get_panels(self) -> list[Any]:
        panels = [one for one in super().get_panels() if not isinstance(one, AvatarSettingsPanel)]
        return [self._ours.get(type(one), type(one))(one.request, one.user, one.profile) for one in panels]


room_account = staff(OPEN_ROOM)(require_admin_access(_RoomAccount.as_view()))


def _to_ours(name: str, label: Any, help_text: Any, query: str = "") -> Any:
    def item(request: HttpRequest) -> dict[str, Any]:
        return {"url": reverse(name) + query, "label": label, "help_text": help_text}

    return item


ACCOUNT_ITEMS = [
    _to_ours("account_change_password", _("Change the password"), _("You are asked for the present one.")),
    _to_ours("mfa_index", _("Second factor"), _("Your app, security keys and recovery codes.")),
    _to_ours(
        "account",
        _("Your roles"),
        _("What you may do here. An administrator changes roles and addresses."),
        "?stay",
    ),
]
