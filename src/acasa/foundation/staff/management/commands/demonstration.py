"""``acasa demonstration``: one account for each role, to try things out. Never for a real city."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from acasa.foundation.city.queries import city
from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, grant_role
from acasa.foundation.people.models import User
from acasa.foundation.people.roles import Role, roles

NAMES = (
    ("Ana", "Rus"),
    ("Elena", "Pop"),
    ("Maya", "Haddad"),
    ("Dan", "Moga"),
    ("Irina", "Luca"),
    ("Omar", "Nasser"),
)
"""Invented people, one after the other for the roles."""


def accounts() -> list[tuple[str, Role, tuple[str, str]]]:
    """One for every role that rooms declare: what stands before the @, the role, first and last name."""
    return [(role.name, role, NAMES[number % len(NAMES)]) for number, role in enumerate(roles())]


def derived(name: str, purpose: str) -> bytes:
    """A secret of this instance alone: the same at each start, different everywhere else."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{name}".encode(), hashlib.sha256).digest()


def password(name: str) -> str:
    return base64.b32encode(derived(name, "password"))[:16].decode().lower()


def totp_secret(name: str) -> str:
    return base64.b32encode(derived(name, "totp")[:20]).decode()


class Command(BaseCommand):
    help = "Create the demonstration accounts, list them (--list), or show their current codes (--codes)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true")
        parser.add_argument("--codes", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION and not options["codes"]:
            raise CommandError("Demonstration accounts are for trying out only: set ACASA_DEMONSTRATION=1.")
        for name, role, names in accounts():
            email = f"{name}@acasa.example"
            if options["codes"]:
                if User.objects.filter(email=email).exists():
                    earlier_now_later = list(yield_hotp_counters_from_time())
                    counter = earlier_now_later[len(earlier_now_later) // 2]
                    self.stdout.write(
                        f"    {email:32} {format_hotp_value(hotp_value(totp_secret(name), counter))}"
                    )
            elif options["list"]:
                self.stdout.write(f"    {email:32} {password(name)}")
            else:
                self._make(name, email, role, *names)

    def _make(self, name: str, email: str, role: Role, first_name: str, last_name: str) -> None:
        user = create_account(
            actor=SYSTEM, email=email, password=password(name), first_name=first_name, last_name=last_name
        )
        if role.scope is None:
            scopes = [""]
        else:
            known = [scope for scope, _name in role.scope.choices()]
            scopes = [scope for scope in known if scope in ("ar", "ur", city().desk)] or known[:1]
        for scope in scopes:
            grant_role(actor=SYSTEM, user=user, role=role, scope=scope)
        if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            TOTP.activate(user, totp_secret(name))
