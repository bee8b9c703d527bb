"""Publishing and withdrawing by the clock: page by page, and a page that cannot be is left as it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from acasa.foundation.guard.actor import CLOCK, acting

from . import pointers
from .actions import publish_revision, withdraw_page
from .authoring_faults import faults_of
from .models import GuidePage

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Late:
    """A page whose hour has come and that still stands as before: since when, and why."""

    page: GuidePage
    since: datetime
    publishes: bool
    """Whether it was to be published; otherwise to be withdrawn."""
    reasons: list[str]


def publish_and_withdraw_due(now: datetime | None = None) -> int:
    """Publishes and withdraws what is due, each page in its own transaction; returns how many were.

    A page that cannot be stays as it was and keeps its hour; :func:`late` says why.
    """
    now = now or timezone.now()
    done = sum(_one(_withdraw, page.pk) for page in _to_withdraw(now))
    return done + sum(_one(_publish, revision.pk) for revision in _to_publish(now))


def late(now: datetime | None = None) -> Iterator[Late]:
    """Pages whose hour has come and that could not be published or withdrawn, with what stands in the way."""
    now = now or timezone.now()
    for page in _to_withdraw(now):
        named = [f"{pointer.kind} “{pointer.name}”" for pointer in pointers.pointing_to(_address(page))]
        reasons = [_("It is named by: %(names)s") % {"names": ", ".join(named)}] if named else []
        yield Late(page, page.expire_at, publishes=False, reasons=reasons)
    for revision in _to_publish(now):
        page = revision.as_object()
        yield Late(
            page, revision.approved_go_live_at, publishes=True, reasons=[str(f) for f in faults_of(page)]
        )


def _address(page: GuidePage) -> str:
    return f"{page.topic_slug}/{page.slug}"


def _to_withdraw(now: datetime) -> list[GuidePage]:
    return list(GuidePage.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"))


def _to_publish(now: datetime) -> list[Revision]:
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    return [
        revision for revision in due if issubclass(revision.content_type.model_class() or object, GuidePage)
    ]


def _one(act: Callable[[Any], bool], pk: Any) -> bool:
    """Does one thing wholly or not at all; whatever goes wrong with it, the others have their turn."""
    try:
        with transaction.atomic(), acting(CLOCK):
            return act(pk)
    except Exception:  # the next page must not wait for this one
        _log.exception("a page could not be published or withdrawn by the clock: %s", pk)
        return False


def _withdraw(pk: int) -> bool:
    page = GuidePage.objects.select_for_update(of=("self",)).get(pk=pk)
    if pointers.pointing_to(_address(page)):
        return False
    withdraw_page(actor=CLOCK, page=page, reason=_("Its time ended, as its editors had set."), expired=True)
    return True


def _publish(pk: int) -> bool:
    revision = Revision.objects.select_for_update(of=("self",)).get(pk=pk)
    if faults_of(revision.as_object()):
        return False
    publish_revision(actor=CLOCK, revision=revision, log="wagtail.publish.scheduled")
    return True
