"""``acasa account EMAIL --role editor``: makes an account, or gives one another role."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, grant_role, withdraw_role
from acasa.foundation.people.models import User
from acasa.foundation.people.roles import Role, role, roles


class Command(BaseCommand):
    help = (
        "Make an account with a role. The first password is shown once; a second factor is asked at sign-in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=[one.name for one in roles()])
        parser.add_argument(
            "--scope", default="", help="what the role is given for: a language, an organisation"
        )
        parser.add_argument("--withdraw", action="store_true", help="take the role away")

    def handle(self, *args: Any, email: str, scope: str, withdraw: bool, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address.") from error
        wanted = role(options["role"])
        _check_scope(wanted, scope)
        user = User.objects.filter(email=email).first()
        if withdraw:
            if user is None:
                raise CommandError(f"There is no account {email}.")
            try:
                withdraw_role(actor=SYSTEM, user=user, role=wanted.name, scope=scope)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            self.stdout.write(f"{email} is no longer {wanted.name} {scope}".strip() + ".")
            return
        if user is None:
            first = secrets.token_urlsafe(15)
            user = create_account(actor=SYSTEM, email=email, password=first)
            self.stdout.write(f"Made the account {email}; its first password is {first}")
        grant_role(actor=SYSTEM, user=user, role=wanted, scope=scope)
        self.stdout.write(f"{email} is {wanted.name} {scope}".strip() + ".")


def _check_scope(wanted: Role, scope: str) -> None:
    if wanted.scope is None:
        if scope:
            raise CommandError(f"--scope: not for {wanted.name}")
        return
    known = dict(wanted.scope.choices())
    if scope not in known:
        some = ", ".join(list(known)[:12])
        raise CommandError(
            f"--scope: expected the {wanted.scope.name} for which the role is given, such as {some}"
        )
