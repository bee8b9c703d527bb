"""PostgreSQL's own tools for saving and restoring a whole database."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

from django.conf import settings

from . import embedded


class ToolFailed(Exception):
    """A tool of PostgreSQL said no; the message is its own."""


def _tool(name: str) -> str:
    """The tool on the machine, or the one that comes with the embedded server. Raises ToolFailed."""
    bundled = embedded.programs() / name
    found = str(bundled) if bundled.exists() else shutil.which(name)
    if not found:
        raise ToolFailed(f"{name} is not on this machine; install PostgreSQL's client tools")
    return found


def _environment(database: dict[str, Any]) -> dict[str, str]:
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    given = {names[key]: str(database[key]) for key in names if database.get(key)}
    return {**os.environ, **given}


def run_tool(name: str, *arguments: str) -> None:
    """Runs a tool against the database of the settings; what it writes is for its account's eyes only.

    Raises ToolFailed with what it said.
    """
    done = subprocess.run(  # noqa: S603 - a fixed tool with our own arguments
        [_tool(name), *arguments],
        env=_environment(settings.DATABASES["default"]),
        capture_output=True,
        text=True,
        check=False,
        umask=0o077,
    )
    if done.returncode:
        raise ToolFailed(done.stderr.strip() or f"{name} failed")
