"""``acasa seal``: seals the secrets of second factors with the present key, after an update or a change of the key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from acasa.foundation.guard.actor import SYSTEM, acting
from acasa.foundation.guard.sealing import CannotOpen
from acasa.foundation.people.actions import seal_all


class Command(BaseCommand):
    help = "Seal the secrets of second factors with the present key. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic(), acting(SYSTEM):
                sealed = seal_all()
        except CannotOpen as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Sealed {sealed}." if sealed else "All were sealed.")
