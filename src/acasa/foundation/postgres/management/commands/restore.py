"""``acasa restore FILE``: brings a backup back into an empty database, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connection

from acasa.foundation.guard.database import guard_database
from acasa.foundation.postgres.backup_file import Damaged, NotSealed, check_seal
from acasa.foundation.postgres.tools import ToolFailed, run_tool


class Command(BaseCommand):
    help = "Restore a backup into an empty database; a database with tables in it is left alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--unchecked",
            action="store_true",
            help="restore a backup without a checksum, made by other tools",
        )

    def handle(self, *args: Any, file: Path, unchecked: bool, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            check_seal(file)
        except NotSealed as error:
            if not unchecked:
                raise CommandError(
                    f"Nothing was restored: {file} has no checksum at its end. It was broken off, or other tools made "
                    "it; if you know that it is whole, add --unchecked."
                ) from error
        except Damaged as error:
            raise CommandError(
                f"Nothing was restored: {file} is damaged, its content does not fit its checksum. Take another backup."
            ) from error
        if connection.introspection.table_names():
            raise CommandError("This database has tables already; restore into an empty one.")
        connection.close()
        try:
            run_tool(
                "pg_restore", "--no-owner", "--single-transaction", "--exit-on-error",
                f"--dbname={connection.settings_dict['NAME']}", str(file),
            )  # fmt: skip
        except ToolFailed as error:
            raise CommandError(f"Nothing was restored: {error}") from error
        guard_database(DEFAULT_DB_ALIAS)
        self.stdout.write(f"Restored {file}.")
