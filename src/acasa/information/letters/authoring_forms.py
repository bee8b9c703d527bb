"""The form of a letter: its text as it stands in a file of a pack, and faults by line."""

from __future__ import annotations

from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acasa.foundation.packs.files import Entry, nearest_line, read_written
from acasa.foundation.texts.authoring_kinds import KindForm
from acasa.foundation.texts.authoring_texts import spoken
from acasa.information.guide.queries import titles

from .kinds import LETTER
from .models import Letter
from .schemas import LetterSchema


class LetterTextForm(KindForm):
    """A letter as it stands in a file of a pack: its fields, text and conditions."""

    what = LETTER
    not_read = ("note", "written")
    written = forms.CharField(
        label=_("The letter"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "false", "dir": "ltr"}),
        help_text=_(
            "As in a file of a pack: fields to fill in, and texts in which [field] stands for an answer."
        ),
    )
    entry: Entry

    class Meta:
        model = Letter
        fields = ("slug",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["written"] = letter_text(self.instance)
        elif not self.initial.get("written"):
            self.initial["written"] = _yaml(example_letter())

    def clean_written(self) -> str:
        """The text itself; what it says is kept for :meth:`authored`."""
        text: str = self.cleaned_data["written"]
        slug = self.cleaned_data.get("slug") or self.instance.slug
        # The name comes last, so that the lines of faults are those of the text.
        entry, faults = read_written(f"{text}\nid: {slug}\n", LetterSchema)
        if entry is None:
            raise ValidationError(
                [_at_line(fault.line, fault.field, spoken(fault.expected)) for fault in sorted(faults)]
            )
        self.entry = entry
        return text

    def authored(self) -> dict[str, Any]:
        return self.entry.data

    def say(self, name: str, message: str, text: str = "") -> None:
        written: str = self.cleaned_data["written"]
        lines = enumerate(written.splitlines(), 1)
        number = next((number for number, line in lines if text and text[:30] in line), 0)
        self.add_error(
            "written", _at_line(number or nearest_line(self.entry.lines, (name,)), name, spoken(message))
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for name, value in LETTER.columns(self.entry.data).items():
                setattr(self.instance, name, value)
        return cleaned


def _at_line(number: int, field: str, fault: str) -> str:
    if not field:
        return gettext("Line %(number)s: %(fault)s") % {"number": number, "fault": fault}
    return gettext("Line %(number)s, %(field)s: %(fault)s") % {
        "number": number, "field": field, "fault": fault,
    }  # fmt: skip


def letter_text(letter: Letter) -> str:
    """A letter as its form shows it: as short as a pack would write it, without its permanent name."""
    short = LetterSchema.model_validate(LETTER.entry(letter)).model_dump(
        mode="json", exclude_defaults=True, exclude={"id"}
    )
    for name in ("body", "notes"):
        if name in short:
            short[name] = [one if isinstance(one, str) else _short(one) for one in short[name]]
    return _yaml(short)


def _short(paragraph: dict[str, Any]) -> str | dict[str, Any]:
    """A paragraph as short as it can be written."""
    if "field" not in paragraph:
        text: str = paragraph["text"]
        return text
    field, options = paragraph["field"], paragraph.get("options")
    return {"if": {field: options} if options else field, "text": paragraph["text"]}


def _yaml(entry: dict[str, Any]) -> str:
    return yaml.safe_dump(entry, allow_unicode=True, sort_keys=False, width=100)


def example_letter() -> dict[str, Any]:
    """A short letter that can be kept as it stands: something to begin with."""
    return {
        "title": gettext("Request for a certificate"),
        "summary": gettext("Ask an institution for a certificate."),
        "page": next(iter(sorted(titles())), ""),
        "addressee": ["[institution]"],
        "subject": gettext("Request for a certificate"),
        "fields": [
            {"id": "full_name", "label": gettext("Your name, as in your passport"), "kind": "name"},
            {"id": "institution", "label": gettext("From whom do you ask it?"), "kind": "text"},
            {
                "id": "needed_by",
                "label": gettext("Until when do you need it?"),
                "kind": "date",
                "required": False,
            },
        ],
        "body": [
            gettext("I, [full_name], ask you for a certificate."),
            {"if": "needed_by", "text": gettext("I need it by [needed_by].")},
        ],
        "notes": [gettext("Take two copies with you and have one stamped.")],
    }
