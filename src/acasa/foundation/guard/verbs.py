"""What people may be allowed to do. Rooms name their verbs in ``grants.py``, and which roles hold each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Words = Any
"""A text, or one to be translated when it is shown."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that not everybody may do; ``label`` continues “may …”."""

    name: str
    label: Words
    roles: tuple[str, ...]
    """The names of the roles that hold it, within the scope for which each is given."""

    @property
    def refusal(self) -> Words:
        """What somebody who may not is told."""
        return format_lazy(
            _("Your roles do not allow this: {verb}. Ask an administrator of your city."), verb=self.label
        )
