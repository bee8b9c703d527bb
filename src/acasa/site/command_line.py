"""The ``acasa`` command: Django's commands with our settings, ``run``, and clear errors for wrong settings."""

from __future__ import annotations

import os
import sys

# Commands that change tables run as the owner; everything else runs as the serving role.
_OWNER = {"migrate", "prepare", "makemigrations", "restore", "sqlmigrate", "showmigrations", "backup"}


def main() -> None:
    """Runs a command; a wrong setting is said in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acasa.site.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in _OWNER:
        os.environ["ACASA_AS_OWNER"] = "1"
    from acasa.site import embedded, serve
    from acasa.site.environment import SettingInvalid

    try:
        if command == "run":
            serve.main()
        embedded.connect_if_running()
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
    except SettingInvalid as error:
        sys.exit(f"acasa: {error}")


if __name__ == "__main__":
    main()
