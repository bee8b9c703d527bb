"""Named reads of the letters."""

from __future__ import annotations

from acasa.foundation.web.memory import remembered

from .models import Letter

READS = ("city", "directory", "guide", "letters", "texts")
"""The rooms whose content the pages of letters show."""


def letters() -> list[Letter]:
    """All letters, in the order in which they are listed."""
    return remembered(("letters", "all"), lambda: list(Letter.objects.all()))


def letter(slug: str) -> Letter | None:
    """The letter of a name; None if there is none."""
    return next((one for one in letters() if one.slug == slug), None)
