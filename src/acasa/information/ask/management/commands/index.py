"""``acasa index``: makes the search say what the public can read now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from acasa.information.ask.actions import rebuild_index, refresh_index


class Command(BaseCommand):
    help = "Bring the search index up to date: only what changed is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="forget the index and make it again")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        done = rebuild_index() if rebuild else refresh_index()
        self.stdout.write(
            f"{done.written} entries written, {done.removed} removed, {done.unchanged} unchanged."
        )
