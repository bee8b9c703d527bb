"""One's own account: which roles one has and what they open. Where everybody lands who signs in without going anywhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_safe

from acasa.foundation.people.queries import actor_of
from acasa.foundation.people.roles import held_by
from acasa.foundation.web.audience import SIGNED_IN, SIGNING_IN, declared

from .grants import OPEN_ROOM


@declared(SIGNED_IN)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """My roles, my rooms, my second factor; straight to the authoring room where one just signed in and may open it."""
    may_open = actor_of(request.user).may_somewhere(OPEN_ROOM)
    if may_open and "stay" not in request.GET:
        return redirect("wagtailadmin_home")
    return render(request, "staff/account.html", {"held": held_by(request.user), "may_open": may_open})


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
