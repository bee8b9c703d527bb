"""``acasa new-room NAME``: writes a small complete room, to change into the one that is wanted."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from string import Template
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from acasa.foundation.packs.loading import parts
from acasa.site.rooms import FOR_READERS

SKELETON = Path(settings.SOURCE) / "new_room"
"""Files as they are written; the end of their names keeps everything else from taking them for code of ours."""

END = ".skeleton"

SOURCE = Path(settings.SOURCE).parent

NEXT = """Wrote {count} files in src/acasa/{wing}/{room}/. Next:
  1. pyproject.toml: give “{room}” a layer in the contract of the wing “{wing}”, above the rooms that it uses.
  2. Change the table, then: acasa makemigrations {room}
  3. acasa messages, and translate what it lists: it stands in {room}/texts.yaml.
  4. make lint; .venv/bin/pytest src/acasa/{wing}/{room} tests/test_role_matrix.py tests/test_forms.py
docs/how-to/add-a-room.md says what each file is for."""


class Command(BaseCommand):
    help = "Write a small complete room: a table, a part of the pack, a form for editors, a page for newcomers, tests."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "name", help="what it holds, in the plural, such as notices; it stands in addresses"
        )
        parser.add_argument(
            "--one", default="", help="one of them, such as notice; NAME without its “s” by default"
        )
        parser.add_argument("--wing", default=FOR_READERS[0], choices=FOR_READERS)

    def handle(self, *args: Any, name: str, one: str, wing: str, **options: Any) -> None:
        thing = one or name.removesuffix("s")
        if reason := why_not(name, thing):
            raise CommandError(reason)
        if not (Path(settings.REPOSITORY) / "pyproject.toml").exists():
            raise CommandError(
                "This is an installed Acasă. Rooms are added to its source, beside pyproject.toml."
            )
        target = SOURCE / wing / name
        if target.exists():
            raise CommandError(f"{target} is there already; nothing was written.")
        written = write_room(target, wing=wing, room=name, thing=thing)
        self.stdout.write(NEXT.format(count=len(written), wing=wing, room=name))


def why_not(room: str, thing: str) -> str:
    """Why a room and what it holds cannot be called so; empty where they can."""
    for word in (room, thing):
        if not re.fullmatch(r"[a-z]{3,30}", word) or keyword.iskeyword(word):
            return f"Expected one English word of 3 to 30 small letters a–z, such as notices; found “{word}”."
    if room == thing:
        return f"Say how one of them is called: --one WORD, another word than “{room}”."
    taken = {app.label for app in apps.get_app_configs()} | {
        path.name for path in SOURCE.glob("*/*") if path.is_dir()
    }
    if room in taken:
        return f"A room or a library is called “{room}” already."
    if thing in {part.kind for part in parts()}:
        return f"A kind of the pack is called “{thing}” already; say another with --one."
    return ""


def write_room(target: Path, *, wing: str, room: str, thing: str) -> list[Path]:
    """Writes the files of a room into a new folder; returns them."""
    words = {"wing": wing, "room": room, "thing": thing, "things": room}
    words |= {word.capitalize(): text.capitalize() for word, text in words.items()}
    words |= {word.upper(): text.upper() for word, text in words.items()}
    written = []
    for source in sorted(SKELETON.rglob(f"*{END}")):
        path = target / str(source.relative_to(SKELETON)).removesuffix(END).replace("ROOM", room)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(source.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
        written.append(path)
    return written
