"""``acasa backup FILE``: the whole database in one file, restorable into an empty one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from acasa.foundation.postgres.backup_file import seal
from acasa.foundation.postgres.tools import ToolFailed, run_tool


class Command(BaseCommand):
    help = "Save the whole database to a file (PostgreSQL's custom format, compressed, with a checksum)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists already; a backup never overwrites one.")
        file.parent.mkdir(parents=True, exist_ok=True)
        if not connection.introspection.table_names():
            raise CommandError("This database is empty; there is nothing to save.")
        connection.close()
        unfinished = file.with_name(f".{file.name}.unfinished")
        try:
            run_tool("pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}")
            seal(unfinished)
            unfinished.rename(file)
        except ToolFailed as error:
            raise CommandError(str(error)) from error
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"Saved {file} ({file.stat().st_size / 1e6:.1f} MB).")
