"""The forms of the path's parts: steps, questions and example people."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from acasa.foundation.staff.form_fields import Lines
from acasa.foundation.texts.authoring_kinds import KindForm
from acasa.foundation.texts.authoring_texts import spoken
from acasa.foundation.texts.documents import all_documents
from acasa.information.guide.queries import titles

from . import condition_text, queries
from .building import BuildFault
from .conditions import RuleInvalid
from .kinds import PERSONA, QUESTION, STEP, label_of
from .models import Persona, Question, Step
from .schemas import alone


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


class _PathForm(KindForm):
    """A part of the path, which as a whole must stay sound."""

    not_read = ("note", "due", "after", "verify")

    def check_entry(self, entry: dict[str, Any]) -> None:
        super().check_entry(entry)
        before = set(queries.faults())
        for fault in queries.faults({(self.what.name, entry["id"]): entry}):
            if fault in before:
                continue
            if (fault.kind, fault.key) == (self.what.name, entry["id"]):
                self.say(fault.field, fault.message)
            else:
                self.say("", elsewhere(fault))


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
        letters = [(slug, letter.title) for slug, letter in all_documents("letter").items()]
        self.field("page").widget.choices = [("", "—"), *pages]
        self.field("letter").widget.choices = [("", "—"), *letters]


class _OptionsField(forms.CharField):
    """Answers to choose from, one a line; they are stored as data."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{one['id']}: {one['label']}{_marks(one)}" for one in value)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        found = []
        for number, line in enumerate((super().clean(value) or "").splitlines(), 1):
            if not line.strip():
                continue
            name, colon, rest = line.partition(":")
            label, bar, mark = rest.partition("|")
            marked = {one.strip() for one in mark.split(",")} if bar else set()
            if not colon or not label.strip() or marked not in (set(), {"private"}, {"private", "printed"}):
                raise ValidationError(
                    _(
                        "Line %(number)s: write “name: what is read”, and after it, where it is so, “| private” or "
                        "“| private, printed”."
                    )
                    % {"number": number}
                )
            marks = {one: one in marked for one in ("private", "printed")}
            found.append({"id": name.strip(), "label": label.strip(), **marks})
        return found


def _marks(option: dict[str, Any]) -> str:
    marks = [one for one in ("private", "printed") if option.get(one)]
    return f" | {', '.join(marks)}" if marks else ""


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
            "One a line: name: what is read. A line that ends in “| private” stands in no address, and its steps on no "
            "paper; with “| private, printed” they do. A date has none."
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
