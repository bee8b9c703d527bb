"""``acasa translations export|import LANGUAGE FILE``: PO files for translators' own tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from acasa.foundation.city.queries import city
from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.texts.exchange import export_po, import_po, read_po


class Command(BaseCommand):
    help = "Write all sentences in use to a PO file, or take translations in from one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("direction", choices=["export", "import"])
        parser.add_argument("language")
        parser.add_argument("file", type=Path)
        parser.add_argument("--missing", action="store_true", help="export only what has no translation")

    def handle(
        self, *args: Any, direction: str, language: str, file: Path, missing: bool, **options: Any
    ) -> None:
        here = city()
        if language not in here.languages or language == here.source_language:
            known = ", ".join(code for code in here.languages if code != here.source_language)
            raise CommandError(
                f"“{language}” is not a language this city is translated into; expected one of {known}"
            )
        if direction == "export":
            po = export_po(language, only_missing=missing)
            po.save(str(file))
            self.stdout.write(
                f"{len(po)} sentences written to {file}, {len(po.translated_entries())} translated."
            )
            return
        try:
            po = read_po(file.read_text(encoding="utf-8"))
            report = import_po(po, language, actor=SYSTEM)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        for source, reason in report.refused:
            self.stderr.write(f"refused: {reason}: {source}")
        self.stdout.write(
            f"{report.written} written, {report.unchanged} unchanged, {len(report.refused)} refused."
        )
