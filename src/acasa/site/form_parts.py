"""What all forms of the authoring room are made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.form_fields import label_as_the_model
from acasa.foundation.city.said import Said
from acasa.foundation.texts.models import Fact
from acasa.foundation.texts.rules import placeholders, stray_braces
from acasa.information.pathway.building import BuildFault
from acasa.information.pathway.kinds import label_of


class SlugOnce(forms.ModelForm):
    """A slug stands in addresses and on paper: it is chosen once and not changed."""

    named = _("Lower-case words with hyphens, such as permit-card-fee; it never changes.")

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_user = for_user
        label_as_the_model(self)
        if "slug" in self.fields:
            self.field("slug").help_text = self.named
        if self.instance.pk and "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.instance.slug = self.instance.pk

    def field(self, name: str) -> Any:
        """A field whose choices depend on who is writing."""
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str) and name not in ("note", "example", "written"):
                self._check_text(name, value)
        return cleaned

    def _check_text(self, name: str | None, value: str) -> None:
        if stray_braces(value):
            self.add_error(name, _("A brace may only stand around a fact, as in {permit-card-fee}."))
        known = set(Fact.objects.filter(slug__in=placeholders(value)).values_list("slug", flat=True))
        for missing in sorted(set(placeholders(value)) - known):
            self.add_error(name, _("There is no fact “%(name)s”.") % {"name": missing})


def spoken(fault: str) -> str:
    """What a rule or schema found, in the editor's language."""
    return fault.translated(gettext) if isinstance(fault, Said) else fault


def elsewhere(fault: BuildFault) -> str:
    """A fault that a change makes in another thing, with the name of that thing and of its field."""
    return f"{fault.key}, {label_of(fault.kind, fault.field)}: {spoken(fault.message)}"
