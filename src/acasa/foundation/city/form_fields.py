"""Form fields for authors: several values of a closed list, and lists of texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Field
from django.utils.text import capfirst


class Codes(forms.MultipleChoiceField):
    """Several values of a closed list, as checkboxes."""

    widget = forms.CheckboxSelectMultiple


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


def label_as_the_model(form: forms.ModelForm) -> None:
    """Calls the fields of our own by the name of the model's field that they stand for."""
    for column in form._meta.model._meta.get_fields():
        field = form.fields.get(column.name)
        if isinstance(column, Field) and field and field.label is None:
            field.label = capfirst(column.verbose_name)
