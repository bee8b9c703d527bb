"""The weekly mail: to each of the staff what waits for them, in their language, without a reader's own words."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.guard.actor import CLOCK, acting
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of, staff

from . import queries, rules
from .actions import note_weekly_mail

log = logging.getLogger(__name__)
SHOWN = 5
"""How many things of a kind the mail names; the rest is a number."""


def _citys(user: User) -> str:
    return ""


_language_of: Callable[[User], str] = _citys


def speak_with(language_of: Callable[[User], str]) -> None:
    """Says how to learn which language a member of staff chose; empty means the city's."""
    global _language_of
    _language_of = language_of


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind in a mail."""

    title: str
    hint: str
    items: list[queries.Item]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def weekly_text(user: User) -> tuple[str, str] | None:
    """Subject and text of a person's mail in their language; None where nothing waits for them."""
    with override(_language_of(user) or city().source_language):
        mine = [
            item
            for item in queries.waiting(actor_of(user))
            if item.mark is None or item.mark.assigned_to_id in (None, user.pk)
        ]
        if not mine:
            return None
        groups = []
        for source in queries.sources():
            own = [item for item in mine if item.source is source]
            # What somebody already took on comes first.
            own.sort(key=lambda item: item.mark is None or item.mark.assigned_to_id is None)
            if own:
                groups.append(Group(str(source.title), str(source.hint), own[:SHOWN], len(own)))
        context = {
            "city": city(), "groups": groups, "count": len(mine), "base_url": settings.BASE_URL,
            "overview": settings.BASE_URL + reverse("today"),
        }  # fmt: skip
        text = render_to_string("feed/weekly.txt", context)
        return _("%(city)s: what waits for you this week") % {"city": city().name}, text.strip() + "\n"


def send_weekly_mails() -> int:
    """Sends this week's mails and returns how many; a second run in the week sends nothing twice.

    A mail that cannot be handed over is left for the next run; the others are sent. Without a mail server
    nothing is sent and nothing is noted.
    """
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        return 0
    sent, week = 0, rules.monday(local_now().date())
    with get_connection() as connection:
        for user in staff():
            words = weekly_text(user)
            if words is None:
                continue
            try:
                with transaction.atomic(), acting(CLOCK):
                    note_weekly_mail(user=user, week=week)
                    EmailMessage(words[0], words[1], to=[user.email], connection=connection).send()
                    sent += 1
            except IntegrityError:
                continue
            except OSError as error:  # smtplib's errors are OSErrors; the row above is undone with them
                log.warning("a weekly mail could not be sent", extra={"reason": type(error).__name__})
    return sent
