"""The form of a fact, and what an editor looks for among the facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from acasa.foundation.staff.forms import EntryForm

from . import formatting
from .models import Confidence, Fact, FactKind
from .pack_parts import UNITS

Objection = Callable[[Fact], Iterable[str]]
_objections: list[Objection] = []


def may_object(objection: Objection) -> None:
    """Lets a room above say, in words, what of its own a changed fact would break."""
    _objections.append(objection)


def clean_as_of(value: str) -> str:
    """A source's date as packs write it. Raises ValidationError for anything else, and for a day there is not."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    if value and not (match and formatting.is_day(value)):
        raise ValidationError(_("Expected a date, a month or a year: 2026-11-21, 2026-11 or 2026."))
    return value


class FactForm(EntryForm):
    """A fact: its value as its kind needs it, where it was read and when it is looked at again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("amount", "most"):
            value = self.initial.get(name)
            if value is not None:  # 265, not 265.0000
                self.initial[name] = format(Decimal(str(value)).normalize(), "f")

    class Meta:
        model = Fact
        fields = (
            "slug", "label", "kind", "amount", "most", "unit", "day", "text", "source_title", "source_url", "as_of",
            "confidence", "owner", "review_by", "sheet", "note",
        )  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "amount": _("For money, durations, numbers and percentages."),
            "most": _("Only for a range: its upper end."),
            "unit": _("RON or EUR for money; minutes, hours, days, working-days, weeks, months or years."),
            "day": _("For a date."),
            "text": _("For a phone number, a postal or a web address."),
            "sheet": _("Where it was worked out."),
        }

    def clean_as_of(self) -> str:
        return clean_as_of(self.cleaned_data["as_of"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, quantity = cleaned.get("kind"), cleaned.get("amount")
        wanted = (
            "amount"
            if kind in ("money", "duration", "number", "percent")
            else "day"
            if kind == "date"
            else "text"
        )
        if kind and not self.has_error(wanted) and cleaned.get(wanted) in (None, ""):
            self.add_error(wanted, _("This kind of fact needs it."))
        if quantity is not None and quantity < 0 and kind in ("money", "duration", "percent"):
            self.add_error("amount", _("Less than nothing? Write a number from 0 up."))
        if kind == "money" and not re.fullmatch(r"[A-Z]{3}", cleaned.get("unit") or ""):
            self.add_error("unit", _("Write the currency in three letters, such as RON or EUR."))
        if kind == "duration" and cleaned.get("unit") not in UNITS:
            self.add_error("unit", _("Write one of: %(units)s.") % {"units": ", ".join(UNITS)})
        if cleaned.get("most") is not None and quantity is not None and cleaned["most"] <= quantity:
            self.add_error("most", _("The upper end must be more than the amount."))
        if not self.errors:
            values = {name: value for name, value in cleaned.items() if name != "seen"}
            fact = Fact(**{**values, "slug": cleaned.get("slug") or self.instance.slug})
            for objection in _objections:
                for said in objection(fact):
                    self.add_error(None, said)
        return cleaned


class Filter(forms.Form):
    """Which facts an editor wants to see."""

    q = forms.CharField(
        required=False, max_length=100, label=_("Words"), widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[
            ("", _("all")),
            ("overdue", _("past their review date")),
            ("soon", _("to be reviewed within 60 days")),
            ("unused", _("standing nowhere")),
        ],
    )
    confidence = forms.ChoiceField(
        required=False, label=_("Confidence"), choices=[("", _("any")), *Confidence.choices]
    )
    kind = forms.ChoiceField(required=False, label=_("Kind"), choices=[("", _("any")), *FactKind.choices])
    sort = forms.ChoiceField(
        required=False,
        label=_("Order"),
        choices=[
            ("", _("review date")),
            ("label", _("name")),
            ("-places", _("most used first")),
            ("as_of", _("oldest source first")),
        ],
    )
