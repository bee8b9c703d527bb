"""What all forms of the authoring room are made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.actor import NOBODY, Actor

from .changed import ChangedMeanwhile, locked_as_seen, state_of


class DayInput(forms.DateInput):
    """A day, written as browsers' own date fields read it in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def label_as_the_model(form: forms.ModelForm) -> None:
    """Calls the fields of our own by the name of the model's field that they stand for."""
    for column in form._meta.model._meta.get_fields():
        field = form.fields.get(column.name)
        if isinstance(column, Field) and field and field.label is None:
            field.label = capfirst(column.verbose_name)


class EntryForm(forms.ModelForm):
    """A thing with a permanent name, which is chosen once and not changed: it stands in addresses and on paper.

    ``actor`` is who writes; the choices are theirs. ``seen`` says which state of the thing the form shows.
    """

    named = _("Lower-case words with hyphens, such as permit-card-fee; it never changes.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor = NOBODY, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        label_as_the_model(self)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
        if self.instance.pk and not self.instance._state.adding:
            self.initial["seen"] = state_of(self.instance)
            if "slug" in self.fields:
                self.fields["slug"].disabled = True
                self.instance.slug = self.instance.pk
        if "slug" in self.fields:
            self.fields["slug"].help_text = self.named

    def field(self, name: str) -> Any:
        """A field whose choices depend on who is writing."""
        return self.fields[name]

    def show_what_changed(self, conflict: ChangedMeanwhile) -> None:
        """Tells the second of two writers what stands there now where it differs; their own words stay in the form.

        Saved again, the form replaces what the first wrote.
        """
        if conflict.now is None:
            self.add_error(None, _("Somebody deleted this meanwhile. Copy what you wrote, and make it anew."))
            return
        self.add_error(
            None,
            _(
                "Somebody changed this meanwhile; nothing of yours was saved yet. Look at what changed, then save again: "
                "what you wrote replaces it."
            ),
        )
        theirs = type(self)(instance=conflict.now, actor=self.actor)
        for name in self.fields:
            now = _shown(theirs, name)
            # Browsers send line breaks of their own.
            if name != "seen" and now.split() != _shown(self, name).split():
                self.add_error(name, gettext("Now: %(value)s") % {"value": now})
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("seen")] = state_of(conflict.now)


def seen_and_locked(form: EntryForm) -> None:
    """Locks the thing that a form changes. Raises ChangedMeanwhile where it is not in the state that the form saw.

    For actions, before they save the form.
    """
    if not form.instance._state.adding:
        locked_as_seen(form.instance, form.cleaned_data["seen"])


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _shown(form: forms.ModelForm, name: str) -> str:
    """A field's value as people read it."""
    value = form[name].value()
    field: Any = form.fields[name]
    if isinstance(value, (list, tuple)):
        value = sorted((_plain(one) for one in value), key=str)
    choices = dict(_flat(field.choices)) if getattr(field, "choices", None) else {}
    values = value if isinstance(value, (list, tuple)) else [_plain(value)]
    return ", ".join(str(choices.get(str(one), one)) for one in values if one not in (None, "")) or "–"


def _flat(choices: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, label in choices:
        found += _flat(label) if isinstance(label, (list, tuple)) else [(str(key), label)]
    return found
