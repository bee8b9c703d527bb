"""The path in the authoring room: steps, questions, example people and letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from acasa.foundation.staff.entries import EntryViewSet, edit_address
from acasa.foundation.texts.documents import Document
from acasa.foundation.texts.models import Fact

from . import actions, queries
from .authoring_forms import LetterTextForm, PersonaForm, QuestionForm, StepForm, elsewhere, letter_text
from .grants import EDIT_PATH
from .models import Letter, Persona, Question, Step, StepTerm
from .terms import named_facts


class _PathEntries(EntryViewSet):
    verb = EDIT_PATH
    save_action = staticmethod(actions.save_form)
    delete_action = staticmethod(actions.delete)


class Steps(_PathEntries):
    model = Step
    form_class = StepForm
    icon = "list-ol"
    menu_label = _("Steps")
    list_display = ["title", "phase", "slug", "page"]
    list_filter = ["phase", "who", "safety", "unsure"]
    search_fields = ["title", "text", "slug", "page"]
    told_apart_by = ("phase",)


class Questions(_PathEntries):
    model = Question
    form_class = QuestionForm
    icon = "help"
    menu_label = _("Questions")
    list_display = ["ask", "slug", "kind", "position", "first"]
    list_filter = ["kind", "first"]
    search_fields = ["ask", "why", "slug"]


class Personas(_PathEntries):
    model = Persona
    form_class = PersonaForm
    icon = "user"
    menu_label = _("Example people")
    list_display = ["title", "slug", "position"]
    search_fields = ["title", "slug"]


class Letters(_PathEntries):
    model = Letter
    form_class = LetterTextForm
    icon = "mail"
    menu_label = _("Letters to fill in")
    list_display = ["title", "slug", "position"]
    search_fields = ["title", "summary", "slug"]
    beside = "pathway/authoring/letter_help.html"

    def starts_as(self, request: HttpRequest) -> dict[str, Any]:
        """The text of another letter, to be changed: ``?from=certificate-request``."""
        other = Letter.objects.filter(slug=request.GET.get("from", "")).first()
        return {"written": letter_text(other)} if other else {}

    def told_beside(self, request: HttpRequest, row: Model) -> Mapping[str, Any]:
        return {"letters": Letter.objects.all() if row._state.adding else []}


class MyPath(SnippetViewSetGroup):
    menu_label = _("My path")
    menu_icon = "list-ol"
    menu_order = 225
    items = (Steps, Questions, Personas, Letters)


def objections(fact: Fact) -> Iterator[str]:
    """What of the path a changed fact would break: the terms of steps are counted by facts, and none may be lost."""
    if StepTerm.objects.filter(fact=fact.slug).exists():
        before = set(queries.faults())
        yield from (elsewhere(fault) for fault in queries.faults(fact=fact) if fault not in before)


def counted_by(fact: Fact) -> Iterator[tuple[Document, list[tuple[SafeString, SafeString]]]]:
    """The steps whose days are counted by a fact, with the rules that name it."""
    for step in Step.objects.filter(terms__fact=fact.slug):
        rules = [mark_safe(escape(rule)) for rule in step.due if fact.slug in named_facts(rule)]  # noqa: S308 - escaped
        yield Document(step.title, edit=edit_address(Step, step.slug)), [(rule, rule) for rule in rules]


def counting_facts() -> set[str]:
    """The facts by which days of steps are counted."""
    return set(StepTerm.objects.values_list("fact", flat=True))
