"""The facts for their editors: a list to work through, one with where it stands and what it was before.

A changed value is shown in every text that it touches before it is saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.guard.actor import person
from acasa.foundation.guard.models import AuditEntry
from acasa.foundation.people.models import User
from acasa.foundation.texts import actions, formatting
from acasa.foundation.texts import queries as texts
from acasa.foundation.texts.models import Confidence, Fact, FactKind
from acasa.foundation.texts.render import html
from acasa.information.directory.models import Organisation, Topic
from acasa.information.guide.models import PlainPage, Publication, Word
from acasa.information.pathway.models import Letter, Step
from acasa.information.pathway.terms import named_facts

from .authoring_forms import FactForm
from .screens import csv_file, editors_only

PER_PAGE = 50
SOON = timedelta(days=60)
_VALUE = ("amount", "most", "unit", "day", "text")


class Filter(forms.Form):
    """Which facts an editor wants to see."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Words"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        required=False,
        label=gettext_lazy("State"),
        choices=[
            ("", gettext_lazy("all")),
            ("overdue", gettext_lazy("past their review date")),
            ("soon", gettext_lazy("to be reviewed within 60 days")),
            ("unused", gettext_lazy("standing nowhere")),
        ],
    )
    confidence = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Confidence"),
        choices=[("", gettext_lazy("any")), *Confidence.choices],
    )
    kind = forms.ChoiceField(
        required=False, label=gettext_lazy("Kind"), choices=[("", gettext_lazy("any")), *FactKind.choices]
    )
    sort = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Order"),
        choices=[
            ("", gettext_lazy("review date")),
            ("label", gettext_lazy("name")),
            ("-places", gettext_lazy("most used first")),
            ("as_of", gettext_lazy("oldest source first")),
        ],
    )


def _chosen(asked: dict[str, str]) -> QuerySet[Any]:
    today = local_now().date()
    found = Fact.objects.select_related("owner").annotate(
        places=Count("uses__sentence__uses__document", distinct=True)
    )
    for word in asked.get("q", "").split():
        found = found.filter(
            Q(slug__icontains=word) | Q(label__icontains=word) | Q(note__icontains=word)
            | Q(text__icontains=word) | Q(source_title__icontains=word)
        )  # fmt: skip
    match asked.get("state"):
        case "overdue":
            found = found.filter(review_by__lt=today)
        case "soon":
            found = found.filter(review_by__range=(today, today + SOON))
        case "unused":
            found = found.filter(places=0, step_terms__isnull=True)
    for name in ("confidence", "kind"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    return found.order_by(asked.get("sort") or "review_by", "slug")


def shown(fact: Fact) -> str:
    """The value as an editor reads it: in the language of the interface."""
    return formatting.plain(fact.value, formatting.spoken(), country=city().country)


@require_GET
@editors_only
def overview(request: HttpRequest) -> HttpResponse:
    """All facts, filtered and sorted, a page at a time; ``?format=csv`` gives the whole choice as a table."""
    form = Filter(request.GET)
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    found = _chosen(asked)
    if request.GET.get("format") == "csv":
        return _table(found)
    today = local_now().date()
    page: Any = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(fact, shown(fact), fact.review_by < today) for fact in page.object_list]
    counts = Fact.objects.aggregate(
        all=Count("pk"),
        overdue=Count("pk", filter=Q(review_by__lt=today)),
        low=Count("pk", filter=Q(confidence="low")),
        medium=Count("pk", filter=Q(confidence="medium")),
    )
    context = {
        "form": form, "page": page, "rows": rows, "query": urlencode(asked), "counts": counts,
        "add_url": reverse("fact-add"),
    }  # fmt: skip
    return render(request, "authoring/facts.html", context)


def _table(found: QuerySet[Any]) -> HttpResponse:
    header = [
        "id", "label", "kind", "value", "unit", "source", "url", "as of", "confidence", "owner", "review by", "used in",
    ]  # fmt: skip
    rows = []
    for fact in found:
        value = fact.amount if fact.amount is not None else fact.day or fact.text
        if fact.most is not None:
            value = f"{fact.amount}–{fact.most}"
        rows.append(
            [fact.slug, fact.label, fact.kind, value, fact.unit, fact.source_title, fact.source_url, fact.as_of,
             fact.confidence, fact.owner_id, fact.review_by, fact.places]
        )  # fmt: skip
    return csv_file("facts.csv", header, rows)


@dataclass(frozen=True, slots=True)
class Effect:
    """A text that shows a fact: what it is called, where it stands, its sentences now and after a change."""

    title: str
    address: str
    print: str
    sentences: list[tuple[SafeString, SafeString]]


def effects(fact: Fact, changed: Fact | None = None) -> list[Effect]:
    """Every text that shows a fact, in the source language; with ``changed``, as it would read afterwards."""
    language = city().source_language
    uses = texts.fact_uses(fact.slug)
    names = _named(set(uses))
    before = texts.read({text for sentences in uses.values() for text in sentences}, language)
    after = texts.Readings(
        language,
        before.source_language,
        before.country,
        before.by_text,
        before.facts | {fact.slug: changed or fact},
    )
    found = []
    for document, sentences in uses.items():
        title, address, printed = names.get(document, (document, "", ""))
        pairs = [(_html(before, text), _html(after, text)) for text in sentences]
        found.append(Effect(title, address, printed, pairs))
    for step in Step.objects.filter(terms__fact=fact):  # its days are counted by the fact
        rules = [(escape(rule), escape(rule)) for rule in step.due if fact.slug in named_facts(rule)]
        found.append(Effect(step.title, "", "", rules))
    return sorted(found, key=lambda effect: effect.title)


def _html(readings: texts.Readings, text: str) -> SafeString:
    return mark_safe(html(readings, [text]))  # noqa: S308 - escaped by the renderer


def _named(documents: set[str]) -> dict[str, tuple[str, str, str]]:
    """What documents are called, where people read them, and where they are printed."""
    start = f"/{city().source_language}"
    keys: dict[str, set[str]] = {}
    for document in documents:
        kind, _colon, key = document.partition(":")
        keys.setdefault(kind, set()).add(key)
    names: dict[str, tuple[str, str, str]] = {}
    for page in Publication.objects.filter(page_key__in=keys.get("guide", ())).select_related("edition"):
        address = f"{start}/guide/{page.address}"
        names[f"guide:{page.page_key}"] = (page.edition.content.title[0], f"{address}/", f"{address}.pdf")
    for word in Word.objects.filter(slug__in=keys.get("word", ())):
        names[f"word:{word.slug}"] = (word.term, f"{start}/words/{word.slug}/", "")
    for one in Organisation.objects.filter(slug__in=keys.get("organisation", ())):
        names[f"organisation:{one.slug}"] = (one.name, f"{start}/places/{one.slug}/", "")
    for topic in Topic.objects.filter(slug__in=keys.get("topic", ())):
        names[f"topic:{topic.slug}"] = (topic.title, f"{start}/guide/{topic.slug}/", "")
    for step in Step.objects.filter(slug__in=keys.get("step", ())):
        names[f"step:{step.slug}"] = (
            step.title,
            "",
            "",
        )  # it is on a path, and a path has no address of ours
    for letter in Letter.objects.filter(slug__in=keys.get("letter", ())):
        names[f"letter:{letter.slug}"] = (letter.title, f"{start}/letters/{letter.slug}/", "")
    for plain in PlainPage.objects.filter(slug__in=keys.get("plain", ())):
        names[f"plain:{plain.slug}"] = (plain.title, f"{start}/{plain.slug}/", "")
    return names


@dataclass(frozen=True, slots=True)
class Past:
    """One change of a fact: when, by whom, what."""

    entry: AuditEntry
    person: str
    changes: list[tuple[str, Any, Any]]


def history(fact: Fact) -> list[Past]:
    """The changes of a fact, the newest first, from the audit trail."""
    entries = list(AuditEntry.objects.filter(table=Fact._meta.db_table, row=fact.slug).order_by("-at"))
    numbers = {e.actor.partition(":")[2] for e in entries if e.actor.startswith("person:")}
    people = {
        str(user.pk): str(user) for user in User.objects.filter(pk__in=[n for n in numbers if n.isdigit()])
    }
    found = []
    for entry in entries:
        kind, _colon, number = entry.actor.partition(":")
        who = people.get(number, "–") if kind == "person" else number
        before, after = entry.before or {}, entry.after or {}
        changes = (
            [(name, before.get(name), after.get(name)) for name in after] if entry.action == "update" else []
        )
        found.append(Past(entry, who, changes))
    return found


@require_http_methods(["GET", "POST"])
@editors_only
def add(request: HttpRequest) -> HttpResponse:
    """A new fact."""
    form = FactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fact = actions.save_fact_form(actor=person(request.user.pk), form=form)
        messages.success(request, _("“%(name)s” is kept. Write {%(slug)s} in a text to show it.") % {
            "name": fact.label, "slug": fact.slug,
        })  # fmt: skip
        return redirect("fact", fact.slug)
    return render(request, "authoring/fact.html", {"form": form})


@require_http_methods(["GET", "POST"])
@editors_only
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """One fact: its form, where it stands, its history. A new value is shown everywhere before it is saved."""
    before = get_object_or_404(Fact, slug=slug)
    context: dict[str, Any] = {"fact": before, "value": shown(before)}
    if request.method == "POST":
        form = FactForm(request.POST, instance=get_object_or_404(Fact, slug=slug))
        valid = form.is_valid()
        if valid and request.POST.get("seen") != state_of(before):
            form.add_error(None, _("Somebody changed this fact meanwhile. Look at it again, then save."))
            valid = False
        if valid:
            changed = any(getattr(form.instance, name) != getattr(before, name) for name in _VALUE)
            touched = effects(before, form.instance) if changed else []
            if touched and not request.POST.get("confirmed"):
                context |= {
                    "form": form,
                    "effects": touched,
                    "seen": state_of(before),
                    "new": shown(form.instance),
                }
                return render(request, "authoring/fact_effects.html", context)
            if not request.POST.get("back"):
                actions.save_fact_form(actor=person(request.user.pk), form=form)
                messages.success(request, _("Saved. Every text that shows it says the new value now."))
                return redirect("fact", slug)
    else:
        form = FactForm(instance=before, initial=_former(before, request.GET.get("former", "")))
    context |= {
        "form": form,
        "effects": effects(before),
        "history": history(before),
        "seen": state_of(before),
        "overdue": before.review_by < local_now().date(),
    }
    return render(request, "authoring/fact.html", context)


def state_of(fact: Fact) -> str:
    """What a fact says in all its fields, to notice when somebody else changed it."""
    return "|".join(str(getattr(fact, field.attname)) for field in Fact._meta.concrete_fields)


def _former(fact: Fact, entry: str) -> dict[str, Any]:
    """The values a fact had before a change in its history, to start the form with."""
    found = (
        AuditEntry.objects.filter(
            pk=int(entry), table=Fact._meta.db_table, row=fact.slug, action="update"
        ).first()
        if entry.isdigit() and len(entry) < 18
        else None
    )
    return dict(found.before or {}) if found else {}


@require_POST
@editors_only
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Forgets a fact that stands nowhere."""
    fact = get_object_or_404(Fact, slug=slug)
    try:
        actions.delete_fact(actor=person(request.user.pk), fact=fact)
    except ProtectedError:
        messages.error(request, _("This fact stands in texts. Take it out of them first."))
        return redirect("fact", slug)
    messages.success(request, _("Deleted."))
    return redirect(reverse("facts"))
