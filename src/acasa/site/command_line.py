"""The ``acasa`` command: Django's commands with our settings, ``run``, and clear errors for wrong settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Commands that change tables run as the owner; everything else runs as the serving role.
_OWNER = {"migrate", "prepare", "makemigrations", "restore", "sqlmigrate", "showmigrations", "backup"}
# A backup is asked for, and brought back, when nothing runs.
_START_DATABASE = {"backup", "restore"}


def main() -> None:
    """Runs a command; a wrong setting is said in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acasa.site.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in _OWNER:
        os.environ["ACASA_AS_OWNER"] = "1"
    from acasa.foundation.postgres import alone, embedded
    from acasa.site import serve
    from acasa.site.environment import SettingInvalid

    try:
        if command == "run":
            serve.main()
        embedded.connect_if_running()
        with _database_for(command):
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except (SettingInvalid, embedded.DatabaseUnavailable, alone.StillRuns) as error:
        sys.exit(f"acasa: {error}")


@contextmanager
def _database_for(command: str) -> Iterator[None]:
    """Starts the embedded PostgreSQL where the command needs it and nothing runs; stops it afterwards."""
    from acasa.foundation.postgres import alone, embedded

    if command not in _START_DATABASE or os.environ.get("DATABASE_URL") or {"-h", "--help"} & set(sys.argv):
        yield
        return
    lock = alone.hold(embedded.folder().parent)
    with lock, embedded.started_for_a_while(make=command == "restore"):
        sys.stderr.write("PostgreSQL was started for this command, and is stopped after it.\n")
        yield


if __name__ == "__main__":
    main()
