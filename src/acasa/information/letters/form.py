"""A letter's form from what the pack says of it: kind checks, and what a clerk could not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.render import html, plain
from acasa.foundation.texts.rules import split_sentences

from .fields import field_of
from .filling import read_by_clerks
from .latin import is_foreign, suggestion

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """What a clerk could not read, and what to do about it; said beside the field, with a suggestion where there is one."""

    text: str
    latin: str = ""
    blocks: bool = True
    """No letter before it is put right."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field as the page shows it; label and help are in the reader's language, or say in which."""

    field: forms.BoundField
    label: SafeString
    help: SafeString
    note: Note | None

    @property
    def note_id(self) -> str:
        return f"{self.field.id_for_label}_note"


class LetterForm(forms.Form):
    """The fields of a letter in the reader's language."""

    data: QueryDict

    def __init__(self, content: Data, readings: Readings, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.readings = content, readings
        for one in content["fields"]:
            label = plain(readings, self._sentences(one["label"]))
            self.fields[one["id"]] = field_of(one, readings, label=label)

    @classmethod
    def taking(cls, content: Data, readings: Readings, sent: QueryDict) -> tuple[LetterForm, str]:
        """The form with what was sent, and the field into which a suggestion goes; empty where none is taken.

        Into the field, not into the letter: only the person knows what stands in their passport.
        """
        form, name = cls(content, readings, sent), sent.get("take", "")
        if name not in form.notes or not form.notes[name].latin:
            return form, ""
        changed = sent.copy()
        changed[name] = form.notes[name].latin
        return cls(content, readings, changed), name

    def unchecked(self) -> LetterForm:
        """The same form with what was written, before anything is called wrong."""
        return LetterForm(self.content, self.readings, initial=self.data.dict())

    def _sentences(self, text: str) -> list[str]:
        return split_sentences(text, self.readings.source_language)

    def _html(self, text: str) -> SafeString:
        return mark_safe(html(self.readings, self._sentences(text)))  # noqa: S308 - escaped by html

    def rows(self) -> list[Row]:
        """The fields with all that stands beside them."""
        rows = []
        for one in self.content["fields"]:
            row = Row(
                self[one["id"]],
                self._html(one["label"]),
                self._html(one.get("help") or ""),
                self.notes.get(one["id"]),
            )
            described = [f"{row.field.id_for_label}_error"] if row.field.errors else []
            described += [f"{row.field.id_for_label}_help"] if row.help else []
            attributes = row.field.field.widget.attrs
            attributes["aria-describedby"] = " ".join([*described, row.note_id])
            rows.append(row)
        return rows

    @cached_property
    def notes(self) -> dict[str, Note]:
        """By field: what is written in another script than Latin."""
        found = {}
        for one in self.content["fields"]:
            kind, value = one["kind"], str(self[one["id"]].value() or "")
            if kind not in ("name", "text", "long") or not is_foreign(value):
                continue
            latin = "" if kind == "long" else suggestion(value, self.readings.language)
            if kind == "long":
                said = _(
                    "The clerk cannot read this. Write it in one of these languages: %(languages)s. Or ask somebody to "
                    "help you."
                ) % {"languages": read_by_clerks(self.readings.language)}
            elif kind == "text":
                said = _(
                    "The clerk cannot read this. Write it in Latin letters as on your papers, or in one of these "
                    "languages: %(languages)s."
                ) % {"languages": read_by_clerks(self.readings.language)}
            elif latin:
                said = _(
                    "Clerks read Latin letters. Write the name letter by letter as in your passport or permit; it may look like this:"
                )
            else:
                said = _(
                    "Clerks read Latin letters. Copy the name from the line of your passport that has <<< in it, or from your permit."
                )
            found[one["id"]] = Note(said, latin, blocks=kind != "long")
        return found

    @property
    def stopped(self) -> list[str]:
        """The fields without which there is no letter yet, in their order."""
        return [
            name
            for name in self.fields
            if name in self.errors or (name in self.notes and self.notes[name].blocks)
        ]

    def given(self) -> dict[str, Any]:
        """What was filled in and can be used so far, by field; for a preview before everything is right."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
