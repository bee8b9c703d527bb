"""Forms whose texts readers get: facts in braces must be there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acasa.foundation.packs.said import Said
from acasa.foundation.staff.forms import EntryForm

from .models import Fact
from .rules import placeholders, stray_braces


class TextsForm(EntryForm):
    """An entry with texts for readers; ``not_read`` names the fields that readers never get."""

    not_read: tuple[str, ...] = ("note",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and name not in ("seen", *self.not_read):
                self.check_text(name, value)
        return cleaned

    def check_text(self, name: str | None, value: str) -> None:
        """Says at a field (None: on top) what in a text cannot be read."""
        if stray_braces(value):
            self.add_error(name, _("A brace may only stand around a fact, as in {permit-card-fee}."))
        known = set(Fact.objects.filter(slug__in=placeholders(value)).values_list("slug", flat=True))
        for missing in sorted(set(placeholders(value)) - known):
            self.add_error(name, _("There is no fact “%(name)s”.") % {"name": missing})


def spoken(fault: str) -> str:
    """What a rule or schema found, in the editor's language."""
    return fault.translated(gettext) if isinstance(fault, Said) else fault
