"""One's own account: which roles one has and what they open. Where everybody lands who signs in without going anywhere."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from acasa.foundation.city.queries import city
from acasa.foundation.people.actions import end_sessions
from acasa.foundation.people.queries import actor_of, events_of, sessions_of
from acasa.foundation.people.roles import held_by
from acasa.foundation.web.audience import SIGNED_IN, SIGNING_IN, declared

from . import unsaved
from .grants import OPEN_ROOM


@declared(SIGNED_IN)
@require_GET
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
        messages.success(request, said if ended else _("There was no such session any more."))
        return redirect("account-sessions")
    context = {
        "sessions": [(one, one.session_key == here) for one in sessions_of(user)],
        "events": events_of(user), "zone": city().time_zone,
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
