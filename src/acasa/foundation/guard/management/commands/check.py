"""``acasa check``: Django's own checks, and what every room finds wrong with its data."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.check import Command as DjangoCheck

from acasa.foundation.guard.findings import run_checks


class Command(DjangoCheck):
    help = "Check the settings and the data of all rooms; fails where something is broken for readers."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--settings-only", action="store_true", help="leave the data alone")

    def handle(self, *app_labels: Any, **options: Any) -> None:
        super().handle(*app_labels, **options)
        if options["settings_only"]:
            return
        findings = sorted(run_checks(), key=lambda f: (f.level, f.room, f.about, f.message))
        for finding in findings:
            self.stdout.write(f"{finding.level}: {finding.room}: {finding.about}: {finding.message}")
        errors = sum(finding.level == "error" for finding in findings)
        self.stdout.write(f"{errors} errors, {len(findings) - errors} warnings.")
        if errors:
            raise CommandError("Something is broken for readers; see the errors above.")
