"""Form fields for authors: several values of a closed list, and lists of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator


class Codes(forms.MultipleChoiceField):
    """Several values of a closed list, as checkboxes; what stays chosen stays in its order.

    A form saved unchanged changes nothing, whatever the order of the checkboxes.
    """

    widget = forms.CheckboxSelectMultiple
    stood: Sequence[str] = ()

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.stood = form.get_initial_for_field(self, field_name) or ()
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        kept = [code for code in self.stood if code in chosen]
        return kept + [code for code in chosen if code not in kept]


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        ProhibitNullCharactersValidator()(value)
        return [line.strip() for line in (value or "").splitlines() if line.strip()]
