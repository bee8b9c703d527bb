"""What somebody sent when their session was over: kept for an hour, shown to them alone when they are back, then sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from acasa.foundation.people.sessions import UNSAVED

MOST = 512 * 1024
"""Characters of a form that are kept; a session is read whole at every turn."""

KEPT_SECONDS = 3600


def form_of(request: HttpRequest) -> dict[str, Any] | None:
    """The form of a request; None where it brings files, or is too long to be kept."""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if request.FILES or sum(len(name) + len(str(value)) for name, value in fields) > MOST:
        return None
    return {"user": request.user.pk, "address": request.get_full_path(), "fields": fields}


def keep(request: HttpRequest, form: dict[str, Any]) -> None:
    """Keeps a form in the session of somebody who has to sign in anew."""
    request.session[UNSAVED] = form
    request.session.set_expiry(KEPT_SECONDS)


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """The signed-in person's form, if there is one; nobody else's is here (:func:`people.sessions._begins`)."""
    found: dict[str, Any] | None = request.session.get(UNSAVED)
    return found if found and found["user"] == request.user.pk else None


def forget(request: HttpRequest) -> None:
    request.session.pop(UNSAVED, None)


def saved(request: HttpRequest) -> None:
    """Once the form is sent to where it was going, it is not offered again."""
    form = kept(request) if request.method == "POST" else None
    if form and form["address"] == request.get_full_path():
        forget(request)
