"""``python -m acasa`` is the ``acasa`` command."""

from acasa.site.command_line import main

main()
