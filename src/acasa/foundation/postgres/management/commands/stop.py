"""``acasa stop``: ends the run in ``var/``, and a PostgreSQL that a killed one left behind."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from acasa.foundation.postgres import alone, embedded


class Command(BaseCommand):
    help = "End Acasă where it runs from var/, and its PostgreSQL."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            alone.end_the_other(embedded.folder().parent)
        except alone.StillRuns as reason:
            raise CommandError(str(reason)) from reason
        embedded.stop()
