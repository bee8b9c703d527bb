"""What administrators did with an account, in words, read from the audit trail that the database writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from acasa.foundation.guard.models import AuditEntry
from acasa.foundation.people.models import User
from acasa.foundation.people.roles import roles

MOST = 100


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, when and by whom."""

    at: datetime
    who: str
    what: str


def history_of(user: User) -> list[Done]:
    """Roles given and ended, the account made, closed and opened, factors and passwords; newest first."""
    key = str(user.pk)
    about_it = Q(before__user_id=user.pk) | Q(after__user_id=user.pk)
    entries = AuditEntry.objects.filter(
        Q(table="people_user", row=key)
        | Q(table__in=("people_rolegrant", "mfa_authenticator"), action__in=("insert", "delete")) & about_it
    ).order_by("-at", "-pk")[:MOST]
    read = [(entry, _what(entry)) for entry in entries]
    names = _names({entry.actor for entry, what in read if what})
    return [Done(entry.at, names[entry.actor], what) for entry, what in read if what]


def _names(actors: set[str]) -> dict[str, str]:
    numbers = {actor.removeprefix("person:"): actor for actor in actors if actor.startswith("person:")}
    people = {numbers[str(one.pk)]: str(one) for one in User.objects.filter(pk__in=numbers)}
    return {actor: people.get(actor) or _("the program, or a command on the server") for actor in actors}


def _what(entry: AuditEntry) -> str:
    """In words; empty for what says nothing about coming in."""
    row: dict[str, Any] = entry.after or entry.before or {}
    match entry.table, entry.action:
        case "people_rolegrant", "insert":
            return _("gave the role %(role)s") % {"role": _role(row)}
        case "people_rolegrant", "delete":
            return _("ended the role %(role)s") % {"role": _role(row)}
        case "mfa_authenticator", "insert":
            return _("a second factor, or recovery codes, set up")
        case "mfa_authenticator", "delete":
            return _("a second factor, or recovery codes, taken away")
        case "people_user", "insert":
            return _("made the account")
        case "people_user", "update":
            return _of_the_account(row, by_another=_is_another(entry))
    return ""


def _is_another(entry: AuditEntry) -> bool:
    """Whether a person did it to somebody else's account."""
    return entry.actor.startswith("person:") and entry.actor != f"person:{entry.row}"


def _of_the_account(changed: dict[str, Any], *, by_another: bool) -> str:
    if "is_active" in changed:
        return _("opened the account again") if changed["is_active"] else _("closed the account")
    if changed:
        return _("changed the name or the address")
    # A secret column changed. One's own password and sign-ins stand among the events.
    return _("took the password away, for a new start") if by_another else ""


def _role(row: dict[str, Any]) -> str:
    known = next((one for one in roles() if one.name == row["role"]), None)
    label = str(known.label) if known else row["role"]
    if not row["scope"]:
        return label
    names = dict(known.scope.choices()) if known and known.scope else {}
    return f"{label}: {names.get(row['scope'], row['scope'])}"
