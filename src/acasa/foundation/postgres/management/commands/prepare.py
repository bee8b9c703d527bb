"""``acasa prepare``: brings the tables up to date, as the owner; does nothing where they are."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from acasa.foundation.postgres.serving import made_by_another_version
from acasa.foundation.postgres.tables import columns_missing, models_ahead


class Command(BaseCommand):
    help = "Migrate as the owner role, if anything is to be migrated."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if reason := made_by_another_version(executor) or models_ahead(executor.loader):
            raise CommandError(reason)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            try:
                call_command("migrate", interactive=False, verbosity=0)
            except ProgrammingError as error:
                raise CommandError(
                    f"The tables are not those this version expects ({str(error).splitlines()[0]}); they were made by "
                    "another version of Acasă. Run that one, or start afresh with another database."
                ) from error
        if reason := columns_missing():
            raise CommandError(reason)
        self.stdout.write("Tables are up to date now." if plan else "Tables were up to date.")
