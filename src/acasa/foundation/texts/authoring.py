"""The facts for their editors: a list to work through, one with where it stands and what it was before.

A changed value is shown in every text that it touches before it is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.guard.models import AuditEntry
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of
from acasa.foundation.staff.changed import ChangedMeanwhile
from acasa.foundation.staff.refusals import REFUSED, refusal
from acasa.foundation.staff.search import having
from acasa.foundation.staff.tables import csv_file
from acasa.foundation.web.audience import staff

from . import actions, formatting
from . import queries as texts
from .authoring_forms import FactForm, Filter
from .documents import Document, documents
from .grants import EDIT_FACTS
from .models import Fact
from .render import html

PER_PAGE = 50
SOON = timedelta(days=60)
_VALUE = ("amount", "most", "unit", "day", "text")


def _chosen(asked: dict[str, str]) -> QuerySet[Any]:
    today = local_now().date()
    found = Fact.objects.select_related("owner").annotate(
        places=Count("uses__sentence__uses__document", distinct=True)
    )
    found = having(found, ("slug", "label", "note", "text", "source_title"), asked.get("q", ""))
    match asked.get("state"):
        case "overdue":
            found = found.filter(review_by__lt=today)
        case "soon":
            found = found.filter(review_by__range=(today, today + SOON))
        case "unused":
            found = found.filter(places=0).exclude(slug__in=_used_elsewhere())
    for name in ("confidence", "kind"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    return found.order_by(asked.get("sort") or "review_by", "slug")


def shown(fact: Fact) -> str:
    """The value as an editor reads it: in the language of the interface."""
    return formatting.plain(fact.value, formatting.spoken(), country=city().country)


@staff(EDIT_FACTS)
@require_safe
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
    return render(request, "texts/authoring/facts.html", context)


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


Uses = Callable[[Fact], Iterable[tuple[Document, list[tuple[SafeString, SafeString]]]]]
_uses: list[Uses] = []
_users: list[Callable[[], Iterable[str]]] = []


def may_count_by(uses: Uses, users: Callable[[], Iterable[str]]) -> None:
    """Lets a room above say where it counts by a fact outside of texts (each thing with its rules, now and then as
    safe HTML), and the names of all facts that it counts by."""
    _uses.append(uses)
    _users.append(users)


def _used_elsewhere() -> set[str]:
    return {slug for users in _users for slug in users()}


def effects(fact: Fact, changed: Fact | None = None) -> list[Effect]:
    """Every text that shows a fact, in the source language; with ``changed``, as it would read afterwards."""
    language = city().source_language
    uses = texts.fact_uses(fact.slug)
    known = documents(uses)
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
        what = known.get(document, Document(document))
        pairs = [(_html(before, text), _html(after, text)) for text in sentences]
        found.append(Effect(what.title, what.address, what.paper, pairs))
    for uses_of in _uses:
        found += [Effect(one.title, one.address, one.paper, rules) for one, rules in uses_of(fact)]
    return sorted(found, key=lambda effect: effect.title)


def _html(readings: texts.Readings, text: str) -> SafeString:
    return mark_safe(html(readings, [text]))  # noqa: S308 - escaped by the renderer


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


@staff(EDIT_FACTS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new fact."""
    form = FactForm(request.POST or None, actor=actor_of(request.user))
    if request.method == "POST" and form.is_valid() and (fact := _saved(request, form)):
        messages.success(request, _("“%(name)s” is kept. Write {%(slug)s} in a text to show it.") % {
            "name": fact.label, "slug": fact.slug,
        })  # fmt: skip
        return redirect("fact", fact.slug)
    return render(request, "texts/authoring/fact.html", {"form": form})


def _saved(request: HttpRequest, form: FactForm) -> Fact | None:
    """The fact as it was saved; None where it was refused, and the form says why."""
    try:
        return actions.save_fact_form(actor=actor_of(request.user), form=form)
    except ChangedMeanwhile as conflict:
        form.show_what_changed(conflict)
    except REFUSED as error:
        form.add_error(None, refusal(error, form.instance))
    return None


@staff(EDIT_FACTS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """One fact: its form, where it stands, its history. A new value is shown everywhere before it is saved."""
    before = get_object_or_404(Fact, slug=slug)
    actor = actor_of(request.user)
    context: dict[str, Any] = {"fact": before, "value": shown(before)}
    if request.method == "POST":
        form = FactForm(request.POST, instance=get_object_or_404(Fact, slug=slug), actor=actor)
        if form.is_valid() and not request.POST.get("back"):
            changed = any(getattr(form.instance, name) != getattr(before, name) for name in _VALUE)
            touched = effects(before, form.instance) if changed else []
            if touched and not request.POST.get("confirmed"):
                context |= {"form": form, "effects": touched, "new": shown(form.instance)}
                return render(request, "texts/authoring/fact_effects.html", context)
            if _saved(request, form):
                messages.success(request, _("Saved. Every text that shows it says the new value now."))
                return redirect("fact", slug)
    else:
        form = FactForm(instance=before, initial=_former(before, request.GET.get("former", "")), actor=actor)
    context |= {
        "form": form,
        "effects": effects(before),
        "history": history(before),
        "overdue": before.review_by < local_now().date(),
    }
    return render(request, "texts/authoring/fact.html", context)


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


@staff(EDIT_FACTS)
@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Forgets a fact that stands nowhere."""
    fact = get_object_or_404(Fact, slug=slug)
    try:
        actions.delete_fact(actor=actor_of(request.user), fact=fact)
    except REFUSED:
        messages.error(request, _("This fact stands in texts. Take it out of them first."))
        return redirect("fact", slug)
    messages.success(request, _("Deleted."))
    return redirect(reverse("facts"))


def urls() -> list[URLPattern]:
    """For the authoring room."""
    return [
        path("facts/", overview, name="facts"),
        path("facts/add/", add, name="fact-add"),
        path("facts/<slug:slug>/", edit, name="fact"),
        path("facts/<slug:slug>/delete/", delete, name="fact-delete"),
    ]
