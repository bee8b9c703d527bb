"""What the database or a rule refuses, as a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError
from django.db.models import Model, ProtectedError, RestrictedError
from django.utils.translation import gettext as _


class Needed(Exception):
    """A thing cannot be taken away; ``names`` are of those who need it."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names))
        super().__init__(", ".join(self.names))


def refusal(error: Exception, thing: Any = "") -> str:
    """Why a change was refused and what to do next; for the exceptions in :data:`REFUSED`."""
    match error:
        case Needed():
            names = error.names
        case ProtectedError():
            names = _named(error.protected_objects)
        case RestrictedError():
            names = _named(error.restricted_objects)
        case _:
            return _(
                "This cannot be kept: it does not fit with something that stands here already. Look for an entry with "
                "the same name or number, and for something that was deleted meanwhile."
            )
    return _("“%(thing)s” stays, because others need it: %(names)s. Change those first.") % {
        "thing": thing, "names": ", ".join(names),
    }  # fmt: skip


REFUSED = (Needed, ProtectedError, RestrictedError, IntegrityError)


def _named(rows: Iterable[Model]) -> list[str]:
    """Those who need a thing; a link is called by what it belongs to."""
    return sorted({str(getattr(one, "source", one)) for one in rows})
