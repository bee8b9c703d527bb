"""``acasa account EMAIL --role editor``: makes an account, or gives one another role."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from acasa.foundation.city.queries import city
from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, grant_role, withdraw_role
from acasa.foundation.people.models import Role, User
from acasa.information.directory.models import Organisation


class Command(BaseCommand):
    help = (
        "Make an account with a role. The first password is shown once; a second factor is asked at sign-in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--scope", default="", help="the mediator's language or the organisation's id")
        parser.add_argument("--withdraw", action="store_true", help="take the role away")

    def handle(self, *args: Any, email: str, role: str, scope: str, withdraw: bool, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address.") from error
        self._check_scope(Role(role), scope)
        user = User.objects.filter(email=email).first()
        if withdraw:
            if user is None:
                raise CommandError(f"There is no account {email}.")
            withdraw_role(actor=SYSTEM, user=user, role=Role(role), scope=scope)
            self.stdout.write(f"{email} is no longer {role} {scope}".strip() + ".")
            return
        if user is None:
            first = secrets.token_urlsafe(15)
            user = create_account(actor=SYSTEM, email=email, password=first)
            self.stdout.write(f"Made the account {email}; its first password is {first}")
        grant_role(actor=SYSTEM, user=user, role=Role(role), scope=scope)
        self.stdout.write(f"{email} is {role} {scope}".strip() + ".")

    def _check_scope(self, role: Role, scope: str) -> None:
        if role == Role.MEDIATOR and scope not in city().languages:
            raise CommandError(
                f"--scope: expected a language of the city, one of {', '.join(city().languages)}"
            )
        if role == Role.DIRECTORY_EDITOR and not Organisation.objects.filter(slug=scope).exists():
            raise CommandError("--scope: expected the id of an organisation, such as igi-cluj")
        if role in (Role.ADMINISTRATOR, Role.EDITOR) and scope:
            raise CommandError(f"--scope: not for {role}")
