"""The forms of the directory: what to look for, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.models import Area
from acasa.foundation.city.queries import language
from acasa.foundation.texts.queries import Readings

from .models import Topic
from .queries import Filters, languages_offered


def _choice(form: forms.Form, name: str) -> Any:
    return form.fields[name]


class FilterForm(forms.Form):
    """The filters of the directory; an unknown value is the same as none."""

    q = forms.CharField(required=False, max_length=100, label=_("Name or word"))
    topic = forms.ChoiceField(required=False, label=_("Topic"))
    language = forms.ChoiceField(required=False, label=_("Language spoken"))
    area = forms.ChoiceField(required=False, label=_("Where"))
    open = forms.BooleanField(required=False, label=_("Open now"))
    free = forms.BooleanField(required=False, label=_("Free"))

    def __init__(
        self, data: dict, *, topics: Iterable[Topic], areas: Iterable[Area], readings: Readings
    ) -> None:
        super().__init__(data, auto_id="filter_%s")
        _choice(self, "topic").choices = [
            ("", _("All topics")),
            *((t.slug, readings[t.title].text) for t in topics),
        ]
        _choice(self, "area").choices = [
            ("", _("Everywhere")),
            *((a.slug, readings[a.name].text) for a in areas),
        ]
        _choice(self, "language").choices = [
            ("", _("Any language")), *((code, language(code).autonym) for code in languages_offered())
        ]  # fmt: skip

    def filters(self) -> Filters:
        """What the reader asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            query=asked.get("q", ""),
            topic=asked.get("topic", ""),
            language=asked.get("language", ""),
            area=asked.get("area", ""),
            open_now=bool(asked.get("open")),
            free=bool(asked.get("free")),
        )


class ReportForm(forms.Form):
    """“Something is wrong”. ``website`` is a trap for programs; people never see it."""

    about = forms.CharField(widget=forms.HiddenInput, max_length=160)
    message = forms.CharField(
        label=_("What is wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write in a few words what is wrong.")},
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_about(self) -> str:
        about = self.cleaned_data["about"]
        if not re.fullmatch(r"[a-z0-9:/-]+", about):
            raise forms.ValidationError(_("This page is not known."))
        return about
