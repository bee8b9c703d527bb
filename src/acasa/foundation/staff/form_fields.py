"""Form fields for authors: several values of a closed list, and lists of texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator


class Codes(forms.MultipleChoiceField):
    """Several values of a closed list, as checkboxes."""

    widget = forms.CheckboxSelectMultiple


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        ProhibitNullCharactersValidator()(value)
        return [line.strip() for line in (value or "").splitlines() if line.strip()]
