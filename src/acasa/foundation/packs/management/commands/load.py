"""``acasa load PACK``: loads a city pack, or says what it would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from acasa.foundation.guard.actor import PACK
from acasa.foundation.packs.actions import load_pack
from acasa.foundation.packs.files import PackInvalid
from acasa.foundation.packs.loading import Report
from acasa.foundation.postgres.tables import why_not_as_models_say


class Command(BaseCommand):
    help = "Load a city pack: everything is checked first, and a mistake loads nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", type=Path, help="the folder of the pack")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, pack: Path, dry_run: bool, **options: Any) -> None:
        if reason := why_not_as_models_say():
            raise CommandError(reason)

        def progress(kind: str, count: int) -> None:
            self.stderr.write(f"  {kind}: {count}")

        try:
            report = load_pack(
                pack, actor=PACK, dry_run=dry_run, progress=progress if options["verbosity"] else None
            )
        except PackInvalid as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            count = len(error.faults)
            raise CommandError(
                f"{count} {'mistake' if count == 1 else 'mistakes'} in {pack}; nothing was loaded."
            ) from error
        self._tell(report, dry_run=dry_run)

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        would = "would be " if dry_run else ""
        for kind, key, fields in report.changed:
            self.stdout.write(f"{kind} {key}: {would}changed ({', '.join(fields)})")
        for kind, key in report.kept:
            self.stdout.write(f"{kind} {key}: edited here, left as it is")
        for kind, key in report.gone:
            self.stdout.write(f"{kind} {key}: no longer in the pack, left as it is")
        for kind, key, fields in report.conflicts:
            self.stdout.write(
                f"{kind} {key}: CONFLICT in {', '.join(fields)}: changed both here and in the pack"
            )
        self.stdout.write(
            f"{len(report.added)} {would}added, {len(report.changed)} {would}changed, "
            f"{report.unchanged} unchanged, {len(report.kept)} kept, {len(report.conflicts)} in conflict."
        )
