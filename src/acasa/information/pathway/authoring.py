"""The path in the authoring room: steps, questions and example people."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from acasa.foundation.staff.entries import EntryViewSet, edit_address
from acasa.foundation.texts.documents import Document
from acasa.foundation.texts.models import Fact

from . import actions, queries
from .authoring_forms import PersonaForm, QuestionForm, StepForm, elsewhere
from .grants import EDIT_PATH
from .models import Persona, Question, Step, StepTerm
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


class MyPath(SnippetViewSetGroup):
    menu_label = _("My path")
    menu_icon = "list-ol"
    menu_order = 225
    items = (Steps, Questions, Personas)


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
