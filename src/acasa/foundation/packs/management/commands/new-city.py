"""``acasa new-city NAME``: writes a small valid pack for another city, to start from."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from pathlib import Path
from string import Template
from typing import Any
from zoneinfo import available_timezones

import holidays
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

SKELETON = Path(__file__).resolve().parents[2] / "new_city"


def slug_of(name: str) -> str:
    """The name in lower-case ASCII words joined by hyphens. Raises ValueError where nothing is left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")
    if not slug:
        raise ValueError(f"“{name}” has no Latin letter; give --slug")
    return slug


class Command(BaseCommand):
    help = "Write a small valid city pack to start from."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the city's name, such as Timișoara")
        parser.add_argument("--slug", default="", help="its short name in addresses")
        parser.add_argument("--folder", type=Path, help="where to write; packs/{slug} by default")
        parser.add_argument("--country", default="RO", help="ISO 3166-1 code")
        parser.add_argument("--time-zone", default="Europe/Bucharest")
        parser.add_argument("--currency", default="RON", help="ISO 4217 code")
        parser.add_argument("--latitude", type=float, default=45.75)
        parser.add_argument("--longitude", type=float, default=21.23)

    def handle(self, *args: Any, name: str, slug: str, folder: Path | None, **options: Any) -> None:
        try:
            slug = slug or slug_of(name)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["country"] not in holidays.list_supported_countries():
            raise CommandError(
                f"--country: expected an ISO 3166-1 code such as RO, found “{options['country']}”"
            )
        if options["time_zone"] not in available_timezones():
            raise CommandError(
                f"--time-zone: expected a name such as Europe/Bucharest, found “{options['time_zone']}”"
            )
        if any(character in name for character in "\n\r:#{}[]\"'"):
            raise CommandError("The name must be plain text on one line.")
        target = folder or Path("packs") / slug
        if target.exists() and any(target.iterdir()):
            raise CommandError(f"{target} is not empty; nothing was written.")
        review_by = (timezone.localdate() + timedelta(days=180)).isoformat()
        values = {**options, "name": name, "slug": slug, "review_by": review_by}
        for source in sorted(SKELETON.rglob("*")):
            if source.is_file():
                path = target / source.relative_to(SKELETON)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(
                    Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8"
                )
        self.stdout.write(f"Wrote {target}. Next: edit city.yaml, then `acasa load {target} --dry-run`.")
