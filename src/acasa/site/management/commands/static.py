"""``acasa static``: collects styles, scripts and pictures, and compiles the interface's translations."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


def fingerprint() -> str:
    """Changes when any static file does."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            try:
                modified = storage.get_modified_time(path).timestamp()
                seen.update(f"{path}:{storage.size(path)}:{modified}\n".encode())
            except NotImplementedError:
                seen.update(f"{path}\n".encode())
    return seen.hexdigest()


class Command(BaseCommand):
    help = "Collect static files and compile translations; does nothing where nothing changed."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("messages", "--compile", verbosity=0)
        mark = settings.STATIC_ROOT / ".fingerprint"
        now = fingerprint()
        if mark.exists() and mark.read_text() == now:
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        mark.write_text(now)
