"""Sessions in a table of our own: whose each is, in which browser, since when, last seen, and when it is over.

Django's way to add columns to sessions (“Extending database-backed session engines”). Named in ``SESSION_ENGINE``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, MutableMapping
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.dispatch import receiver
from django.http import HttpRequest

from .browsers import browser_of

SINCE, SEEN, BROWSER, UNSAVED = "since", "seen", "browser", "unsaved"
NOTED_EVERY = 60
"""Seconds: a session is not written at every request."""

_WRONG = 120
"""Seconds by which the clocks of two machines may differ."""


class SessionStore(DatabaseStore):
    """What Django keeps of a session, beside the columns that people and administrators see."""

    @classmethod
    def get_model_class(cls) -> Any:
        from .models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.since, row.seen = data.get(SINCE), data.get(SEEN)
        row.browser = data.get(BROWSER, "")
        return row


def is_over(session: Mapping[str, Any]) -> bool:
    """Whether a session ended by itself: so long without a request, or so long since the sign-in.

    One that was seen in a time that is still to come, because the clock went wrong, is over too: nobody knows since
    when. Source: ASVS 5.0, 7.3.1 and 7.3.2.
    """
    now = time.time()
    idle, since = now - session.get(SEEN, 0), now - session.get(SINCE, 0)
    return (
        min(idle, since) < -_WRONG
        or idle > settings.SESSION_IDLE_SECONDS
        or since > settings.SESSION_LONGEST_SECONDS
    )


def note_seen(session: MutableMapping[str, Any]) -> None:
    """The person just asked for something."""
    now = int(time.time())
    if now - session.get(SEEN, 0) >= NOTED_EVERY:
        session[SEEN] = now


@receiver(user_logged_in)
def _begins(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    session = request.session
    session[SINCE] = session[SEEN] = int(time.time())
    session[BROWSER] = browser_of(request.META.get("HTTP_USER_AGENT", ""))
    session.set_expiry(None)
    # What somebody could not save is shown to nobody else.
    if session.get(UNSAVED, {}).get("user") not in (None, user.pk):
        del session[UNSAVED]
