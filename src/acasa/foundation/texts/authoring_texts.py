"""Forms whose texts readers get: facts in braces must be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from acasa.foundation.packs.said import Said
from acasa.foundation.staff.forms import EntryForm

from .documents import links_to_nothing
from .models import Fact
from .rules import placeholders, stray_braces


class TextsForm(EntryForm):
    """An entry with texts for readers; ``not_read`` names the fields that readers never get."""

    not_read: tuple[str, ...] = ("note",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and name not in ("seen", *self.not_read):
                for fault in unreadable(value):
                    self.add_error(name, fault)
            elif isinstance(value, list) and name not in self.not_read:
                for text in value:
                    for fault in unreadable(text) if isinstance(text, str) else ():
                        self.add_error(name, fault)
        return cleaned


def unreadable(value: str) -> Iterator[str]:
    """What of a text readers could not read: stray braces, facts and links behind which there is nothing."""
    if stray_braces(value):
        yield gettext("A brace may only stand around a fact, as in {permit-card-fee}.")
    known = set(Fact.objects.filter(slug__in=placeholders(value)).values_list("slug", flat=True))
    for missing in sorted(set(placeholders(value)) - known):
        yield gettext("There is no fact “%(name)s”.") % {"name": missing}
    for missing in links_to_nothing(value):
        yield gettext(
            "This link leads nowhere: “%(name)s”. Write page:health/family-doctor, word:…, letter:…, organisation:… or "
            "service:…, or an address with https://."
        ) % {"name": missing}


def spoken(fault: str) -> str:
    """What a rule or schema found, in the editor's language."""
    return fault.translated(gettext) if isinstance(fault, Said) else fault
