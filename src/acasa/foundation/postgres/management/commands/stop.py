"""``acasa stop``: stops a PostgreSQL that a killed Acasă left running."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from acasa.foundation.postgres import embedded


class Command(BaseCommand):
    help = "Stop the embedded PostgreSQL, if it runs."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        embedded.stop()
