"""The forms of the path's parts: steps, questions, example people and letters."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as InvalidData

from acasa.foundation.city.queries import city
from acasa.foundation.packs.files import Entry, nearest_line, problems, read_written
from acasa.foundation.staff.form_fields import Lines
from acasa.foundation.texts.authoring_texts import TextsForm, spoken, unreadable
from acasa.foundation.texts.documents import documents
from acasa.foundation.texts.kinds import Kind

from . import condition_text, queries
from .building import BuildFault
from .conditions import RuleInvalid
from .kinds import LETTER, PERSONA, QUESTION, STEP, label_of
from .models import Letter, Persona, Question, Step
from .presenting import titles
from .schemas import LetterSchema, alone


class _ConditionField(forms.CharField):
    """A condition in lines; it is stored as data."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return condition_text.written(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, list[str]]]:
        try:
            return condition_text.read(super().clean(value))
        except RuleInvalid as error:
            raise ValidationError(spoken(error.expected))


def elsewhere(fault: BuildFault) -> str:
    """A fault that a change makes in another thing, with the name of that thing and of its field."""
    return f"{fault.key}, {label_of(fault.kind, fault.field)}: {spoken(fault.message)}"


class _PathForm(TextsForm):
    """A part of the path: it must have the shape of a pack's entry, and the path as a whole must stay sound."""

    what: Kind
    not_read = ("note", "written", "due", "after", "verify")

    def authored(self) -> dict[str, Any]:
        """The thing in the form of a pack's entry, from valid fields. Raises pydantic's ValidationError."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and name != "seen"
        }
        data["id"] = data.pop("slug", None) or self.instance.slug
        keys = {name: data[name].pk for name in ("organisation", "service") if name in data}
        return self.what.schema.model_validate({**data, **keys}).model_dump(mode="json", exclude_none=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            entry = self.authored()
        except InvalidData as error:
            for place, expected in problems(error):
                self._say(str(place[0]) if place else "", expected)
            return cleaned
        self._check_entry(entry)
        return cleaned

    def _say(self, name: str, message: str, text: str = "") -> None:
        """Says what is wrong at a field, on top where the form has none; ``text`` is what it is wrong with."""
        name = "slug" if name == "id" else name
        self.add_error(name if name in self.fields else None, spoken(message))

    def _check_entry(self, entry: dict[str, Any]) -> None:
        for name, texts in self.what.sentences(entry, city().source_language).items():
            for text in texts:
                for said in unreadable(text):
                    self._say(name, said, text)
        named = {name: f"{name}:{entry[name]}" for name in self.what.leads_to if entry.get(name)}
        known = documents(named.values())
        for name, target in named.items():
            if target not in known:
                self._say(name, gettext("There is nothing with the name “%(name)s”.") % {"name": entry[name]})
        before = set(queries.faults())
        for fault in queries.faults({(self.what.name, entry["id"]): entry}):
            if fault in before:
                continue
            if (fault.kind, fault.key) == (self.what.name, entry["id"]):
                self._say(fault.field, fault.message)
            else:
                self._say("", elsewhere(fault))


class StepForm(_PathForm):
    """A step of the path."""

    what = STEP
    when = _ConditionField(
        required=False,
        help_text=_(
            "One alternative a line: purpose: work, study; place_now: here. Empty is everybody. The names stand in "
            "the list of questions."
        ),
    )
    unless = _ConditionField(required=False)
    after = Lines(required=False, help_text=_("One a line."))
    due = Lines(
        required=False,
        help_text=_(
            "One a line, the earliest counts: 30 days before {visa_end}; within 15 days of {arrived}."
        ),
    )
    documents = Lines(required=False, help_text=_("One a line."))
    verify = Lines(required=False, help_text=_("One a line."))

    class Meta:
        model = Step
        fields = (
            "slug", "title", "text", "phase", "position", "when", "unless", "after", "due", "doubt", "repeat", "who",
            "page", "organisation", "service", "documents", "cost", "basis", "letter", "safety", "private", "unsure",
            "verify",
        )  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "page": forms.Select, "letter": forms.Select}
        help_texts = {
            "repeat": _("For what must be renewed, such as 1 year or 6 months."),
            "doubt": _("Where sources give two terms, and which is shown."),
            "safety": _("More answers never hide it."),
            "private": _("It stands in no address and in no calendar."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = sorted((address, " ".join(title)) for address, title in titles().items())
        letters = [(letter.slug, letter.title) for letter in queries.letters()]
        self.field("page").widget.choices = [("", "—"), *pages]
        self.field("letter").widget.choices = [("", "—"), *letters]


class _OptionsField(forms.CharField):
    """Answers to choose from, one a line; they are stored as data."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            f"{one['id']}: {one['label']}{' | private' if one.get('private') else ''}" for one in value
        )

    def clean(self, value: Any) -> list[dict[str, Any]]:
        found = []
        for number, line in enumerate((super().clean(value) or "").splitlines(), 1):
            if not line.strip():
                continue
            name, colon, rest = line.partition(":")
            label, bar, mark = rest.partition("|")
            if not colon or not label.strip() or (bar and mark.strip() != "private"):
                raise ValidationError(
                    _("Line %(number)s: write “name: what is read”, and “| private” after it where it is.")
                    % {"number": number}
                )
            found.append({"id": name.strip(), "label": label.strip(), "private": bool(bar)})
        return found


class QuestionForm(_PathForm):
    """A question of the path."""

    what = QUESTION
    named = _("Lower-case words with underscores, such as visa_end; it never changes.")
    when = _ConditionField(
        required=False,
        help_text=_("One alternative a line: purpose: work, study; place_now: here. Empty is everybody."),
    )
    options = _OptionsField(
        required=False,
        help_text=_(
            "One a line: name: what is read. A line that ends in “| private” stands in no address. A date has none."
        ),
    )

    class Meta:
        model = Question
        fields = ("slug", "ask", "why", "kind", "options", "when", "first", "expires", "position")
        widgets = {"why": forms.Textarea(attrs={"rows": 2})}


class _AnswersField(forms.CharField):
    """An invented person's answers in lines; they are stored as data."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return "\n".join(
            f"{name}: {', '.join(map(str, answer if isinstance(answer, list) else [answer]))}"
            for name, answer in value.items()
        )

    def clean(self, value: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        try:
            lines = condition_text.read(super().clean(value))
        except RuleInvalid as error:
            raise ValidationError(spoken(error.expected))
        for line in lines:
            for name, answers in line.items():
                if name in found:
                    raise ValidationError(_("“%(name)s” stands twice.") % {"name": name})
                found[name] = alone([int(one) if re.fullmatch(r"-?\d{1,5}", one) else one for one in answers])
        return found


class PersonaForm(_PathForm):
    """An example person of the path."""

    what = PERSONA
    facts = _AnswersField(
        help_text=_(
            "One a line: purpose: study. A date is written in days from today (arrived: -14) or as 2026-12-31."
        ),
    )

    class Meta:
        model = Persona
        fields = ("slug", "title", "facts", "position")


class LetterTextForm(_PathForm):
    """A letter as it stands in a file of a pack: its fields, text and conditions."""

    what = LETTER
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

    def _say(self, name: str, message: str, text: str = "") -> None:
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
    for one in short["body"]:
        if "field" in one:
            field, options = one.pop("field"), one.pop("options", None)
            one["if"] = {field: options} if options else field
    short["body"] = [
        one["text"] if set(one) == {"text"} else {"if": one.pop("if"), **one} for one in short["body"]
    ]
    return _yaml(short)


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
