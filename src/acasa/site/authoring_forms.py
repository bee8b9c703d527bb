"""The forms of the authoring room beside the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import yaml
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as InvalidData

from acasa.foundation.city.form_fields import Codes, Lines, label_as_the_model
from acasa.foundation.city.pack_files import problems, read_written
from acasa.foundation.city.queries import city, language, languages
from acasa.foundation.city.said import Said
from acasa.foundation.people.queries import edited_organisations
from acasa.foundation.texts.models import Fact
from acasa.foundation.texts.pack_parts import UNITS
from acasa.foundation.texts.rules import placeholders, stray_braces
from acasa.information.directory import rules
from acasa.information.directory.models import (
    Accessibility,
    Audience,
    HoursException,
    Organisation,
    Phone,
    Place,
    Service,
)
from acasa.information.guide.models import Word
from acasa.information.pathway import condition_text
from acasa.information.pathway import queries as pathway_queries
from acasa.information.pathway.building import BuildFault
from acasa.information.pathway.conditions import RuleInvalid
from acasa.information.pathway.kinds import LETTER, PERSONA, QUESTION, STEP, Kind, label_of
from acasa.information.pathway.models import Letter, Persona, Question, Step, StepTerm
from acasa.information.pathway.presenting import titles
from acasa.information.pathway.schemas import LetterSchema, alone


class _SlugOnce(forms.ModelForm):
    """A slug stands in addresses and on paper: it is chosen once and not changed."""

    named = _("Lower-case words with hyphens, such as permit-card-fee; it never changes.")

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.for_user = for_user
        label_as_the_model(self)
        if "slug" in self.fields:
            self.field("slug").help_text = self.named
        if self.instance.pk and "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.instance.slug = self.instance.pk

    def field(self, name: str) -> Any:
        """A field whose choices depend on who is writing."""
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str) and name not in ("note", "example", "written"):
                self._check_text(name, value)
        return cleaned

    def _check_text(self, name: str | None, value: str) -> None:
        if stray_braces(value):
            self.add_error(name, _("A brace may only stand around a fact, as in {permit-card-fee}."))
        known = set(Fact.objects.filter(slug__in=placeholders(value)).values_list("slug", flat=True))
        for missing in sorted(set(placeholders(value)) - known):
            self.add_error(name, _("There is no fact “%(name)s”.") % {"name": missing})


class _OwnOrganisation(_SlugOnce):
    """A person can only choose an organisation that is theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = edited_organisations(self.for_user) if self.for_user else None
        if mine is not None and "organisation" in self.fields:
            self.field("organisation").queryset = Organisation.objects.filter(slug__in=mine)


def _language_choices() -> list[tuple[str, str]]:
    known = {one.code: one.autonym for one in languages()}
    for extra in ("de", "es", "hi", "hu", "it", "ru", "tr", "vi"):
        known.setdefault(extra, language(extra).autonym)
    return sorted(known.items(), key=lambda item: item[1])


def _as_of(value: str) -> str:
    if value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        raise ValidationError(_("Expected a date, a month or a year: 2026-11-21, 2026-11 or 2026."))
    return value


class OrganisationForm(_OwnOrganisation):
    class Meta:
        model = Organisation
        fields = (
            "slug", "name", "short_name", "description", "category", "level", "website", "email", "visibility",
            "source_title", "source_url", "as_of", "confidence", "checked_on", "note",
        )  # fmt: skip
        widgets = {
            "checked_on": forms.DateInput(attrs={"type": "date"}),
            "description": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 3}),
            "confidence": forms.Select(
                choices=[("high", _("high")), ("medium", _("medium")), ("low", _("low"))]
            ),
        }

    def clean_as_of(self) -> str:
        return _as_of(self.cleaned_data["as_of"])


class PlaceForm(_OwnOrganisation):
    accessibility = Codes(required=False, choices=Accessibility.choices)

    class Meta:
        model = Place
        fields = (
            "organisation", "slug", "name", "address", "postal_code", "area", "latitude", "longitude",
            "coordinates", "hours", "hours_note", "hours_confidence", "by_appointment", "accessibility",
        )  # fmt: skip
        widgets = {
            "coordinates": forms.Select(
                choices=[("", "—"), ("exact", _("exact")), ("approximate", _("approximate"))]
            ),
            "hours_confidence": forms.Select(
                choices=[("", "—"), ("high", _("high")), ("medium", _("medium")), ("low", _("low"))]
            ),
        }

    def clean_hours(self) -> str:
        value = self.cleaned_data["hours"]
        fault = rules.hours_fault(value) if value else ""
        if fault:
            raise ValidationError(
                _("These hours cannot be read. Write them as “Mo-Fr 09:00-16:00; Sa 10:00-12:00; PH off”.")
            )
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give latitude and longitude together, or neither."))
        return cleaned


class HoursExceptionForm(_OwnOrganisation):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = edited_organisations(self.for_user) if self.for_user else None
        if mine is not None:
            self.field("place").queryset = Place.objects.filter(organisation__in=mine)

    class Meta:
        model = HoursException
        fields = ("place", "first", "last", "hours", "reason")
        widgets = {
            "first": forms.DateInput(attrs={"type": "date"}),
            "last": forms.DateInput(attrs={"type": "date"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("The last day is before the first."))
        if cleaned.get("hours") and rules.hours_fault(cleaned["hours"]):
            self.add_error("hours", _("Write “off” for closed, or times such as 10:00-14:00."))
        return cleaned


class ServiceForm(_OwnOrganisation):
    languages = Codes(required=False)
    interpreted = Codes(required=False)
    audience = Codes(required=False, choices=Audience.choices)
    documents = Lines(required=False, help_text=_("one a line"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("languages", "interpreted"):
            self.field(name).choices = _language_choices()
        organisation = getattr(self.instance, "organisation_id", None)
        if organisation:
            self.field("places").queryset = Place.objects.filter(organisation=organisation)

    class Meta:
        model = Service
        fields = (
            "organisation", "slug", "name", "description", "topics", "places", "areas", "cost", "cost_note",
            "by_appointment", "languages", "interpreted", "documents", "eligibility", "how", "website", "capacity",
            "status", "audience",
        )  # fmt: skip
        widgets = {
            "topics": forms.CheckboxSelectMultiple,
            "places": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        organisation, places = cleaned.get("organisation"), cleaned.get("places")
        if organisation and places and any(place.organisation_id != organisation.pk for place in places):
            self.add_error("places", _("Choose places of the same organisation."))
        return cleaned


class PhoneForm(_OwnOrganisation):
    languages = Codes(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field("languages").choices = _language_choices()

    class Meta:
        model = Phone
        fields = ("organisation", "number", "note", "languages")

    def clean_number(self) -> str:
        value = self.cleaned_data["number"]
        if not re.fullmatch(r"\+?[0-9][0-9 ]*", value):
            raise ValidationError(_("Write digits and spaces only, such as 0264 555 656."))
        return value


class FactForm(_SlugOnce):
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
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}),
            "review_by": forms.DateInput(attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "amount": _("For money, durations, numbers and percentages."),
            "most": _("Only for a range: its upper end."),
            "unit": _("RON or EUR for money; minutes, hours, days, working-days, weeks, months or years."),
            "day": _("For a date."),
            "text": _("For a phone number, a postal or a web address."),
            "sheet": _("Where it was worked out."),
        }

    def clean_as_of(self) -> str:
        return _as_of(self.cleaned_data["as_of"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
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
        if kind == "money" and not re.fullmatch(r"[A-Z]{3}", cleaned.get("unit") or ""):
            self.add_error("unit", _("Write the currency in three letters, such as RON or EUR."))
        if kind == "duration" and cleaned.get("unit") not in UNITS:
            self.add_error("unit", _("Write one of: %(units)s.") % {"units": ", ".join(UNITS)})
        if cleaned.get("most") is not None and quantity is not None and cleaned["most"] <= quantity:
            self.add_error("most", _("The upper end must be more than the amount."))
        if not self.errors:
            self._check_path(Fact(**{**cleaned, "slug": cleaned.get("slug") or self.instance.slug}))
        return cleaned

    def _check_path(self, fact: Fact) -> None:
        """The terms of steps are counted by facts: none may be lost."""
        if StepTerm.objects.filter(fact=fact.slug).exists():
            before = set(pathway_queries.faults())
            for fault in pathway_queries.faults(fact=fact):
                if fault not in before:
                    self.add_error(None, _elsewhere(fault))


class WordForm(_SlugOnce):
    avoid = Lines(required=False, help_text=Word._meta.get_field("avoid").help_text)

    class Meta:
        model = Word
        fields = ("slug", "term", "abbreviation", "meaning", "where_met", "example", "avoid")
        widgets = {"meaning": forms.Textarea(attrs={"rows": 2})}


def _spoken(fault: str) -> str:
    """What a rule or schema found, in the editor's language."""
    return fault.translated(gettext) if isinstance(fault, Said) else fault


def _elsewhere(fault: BuildFault) -> str:
    """A fault that a change makes in another thing, with the name of that thing and of its field."""
    return f"{fault.key}, {label_of(fault.kind, fault.field)}: {_spoken(fault.message)}"


class _ConditionField(forms.CharField):
    """A condition in lines; it is stored as data."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return condition_text.written(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, list[str]]]:
        try:
            return condition_text.read(super().clean(value))
        except RuleInvalid as error:
            raise ValidationError(_spoken(error.expected))


class _PathForm(_SlugOnce):
    """A part of the path: it must have the shape of a pack's entry, and the path as a whole must stay sound."""

    what: Kind

    def authored(self) -> dict[str, Any]:
        """The thing in the form of a pack's entry, from valid fields. Raises pydantic's ValidationError."""
        data = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
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

    def _say(self, name: str, message: str) -> None:
        name = "slug" if name == "id" else name
        self.add_error(name if name in self.fields else None, _spoken(message))

    def _check_entry(self, entry: dict[str, Any]) -> None:
        for name, texts in self.what.sentences(entry, city().source_language).items():
            for text in texts:
                self._check_text(name if name in self.fields else None, text)
        there: dict[str, Callable[[str], bool]] = {
            "page": lambda address: address in titles(),
            "letter": lambda slug: any(letter.slug == slug for letter in pathway_queries.letters()),
            "organisation": lambda slug: Organisation.objects.filter(slug=slug).exists(),
            "service": lambda slug: Service.objects.filter(slug=slug).exists(),
        }
        for name in self.what.leads_to:
            if entry.get(name) and not there[name](entry[name]):
                self._say(name, _("There is nothing with the name “%(name)s”.") % {"name": entry[name]})
        before = set(pathway_queries.faults())
        for fault in pathway_queries.faults({(self.what.name, entry["id"]): entry}):
            if fault in before:
                continue
            if (fault.kind, fault.key) == (self.what.name, entry["id"]):
                self._say(fault.field, fault.message)
            else:
                self._say("", _elsewhere(fault))


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
        letters = [(letter.slug, letter.title) for letter in pathway_queries.letters()]
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
            raise ValidationError(_spoken(error.expected))
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

    class Meta:
        model = Letter
        fields = ("slug",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            short = LetterSchema.model_validate(LETTER.entry(self.instance)).model_dump(
                mode="json", exclude_defaults=True, exclude={"id"}
            )
            self.initial["written"] = yaml.safe_dump(short, allow_unicode=True, sort_keys=False, width=100)

    def clean_written(self) -> str:
        """The text itself; what it says is kept for :meth:`authored`."""
        text: str = self.cleaned_data["written"]
        slug = self.cleaned_data.get("slug") or self.instance.slug
        # The name comes last, so that the lines of faults are those of the text.
        entry, faults = read_written(f"{text}\nid: {slug}\n", LetterSchema)
        if entry is None:
            raise ValidationError(
                [
                    _("Line %(number)s, %(field)s: %(fault)s")
                    % {
                        "number": fault.line,
                        "field": fault.field,
                        "fault": _spoken(fault.expected),
                    }
                    for fault in faults
                ]
            )
        self.entry = entry.data
        return text

    def authored(self) -> dict[str, Any]:
        return self.entry

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            for name, value in LETTER.columns(self.entry).items():
                setattr(self.instance, name, value)
        return cleaned
