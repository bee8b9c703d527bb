"""Quality of the texts for their editors: how easy a page reads while it is written, and all pages in a table."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from acasa.foundation.city.queries import city
from acasa.foundation.feed import queries as feed
from acasa.foundation.staff.tables import csv_file
from acasa.foundation.texts import queries as texts
from acasa.foundation.texts.readability import Ease, assess
from acasa.foundation.texts.rules import placeholders
from acasa.foundation.web.audience import staff

from .grants import EDIT_GUIDE
from .models import GuidePage
from .queries import other_words, publications

LONGEST = 200_000
"""Bytes of a page's texts that are looked at."""

REASONS = {
    "sentences": gettext_lazy("Sentences are long on average"),
    "words": gettext_lazy("Many long words"),
    "long-sentence": gettext_lazy("Sentences of more than 20 words: cut them in two"),
    "passive": gettext_lazy("Passive: say who does it"),
    "abstract": gettext_lazy("Several nouns in a row that come from verbs: use the verbs"),
    "official": gettext_lazy("Official phrases: a plain word says the same"),
    "other-word": gettext_lazy("Another word than the official one we use everywhere"),
}


@staff(EDIT_GUIDE)
@require_POST
def ease(request: HttpRequest) -> HttpResponse:
    """How easy the texts of a form read; ``{"texts": […]}`` in, a piece of the page out. Nothing is kept."""
    try:
        given = json.loads(request.body[:LONGEST])["texts"]
        wanted = [str(text) for text in given]
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest("expected {“texts”: […]}")
    found = assess(wanted, city().source_language, other_words=other_words())
    return render(request, "guide/authoring/ease.html", {"ease": found, **explained(found)})


def explained(found: Ease | None) -> dict[str, Any]:
    """The points lost and the warnings by reason, in words."""
    if found is None:
        return {"lost": [], "groups": []}
    groups: dict[str, list[Any]] = {}
    for warning in found.warnings:
        groups.setdefault(warning.what, []).append(warning)
    return {
        "lost": [(REASONS[reason], points) for reason, points in found.lost],
        "groups": [(REASONS[what], warnings) for what, warnings in groups.items()],
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One page of the guide in numbers."""

    title: str
    address: str
    edit: str
    words: int
    sentences: int
    eases: dict[str, int]
    facts: Counter[str]
    tasks: int
    review_by: Any


def rows() -> list[Row]:
    """All published pages: length (running text of the source), ease by language, facts by confidence, open tasks."""
    here = city()
    pages = {str(page.translation_key): page for page in GuidePage.objects.all()}
    documents = [(publication, publication.edition.content) for publication in publications()]
    avoided = other_words()
    languages = [code for code in (here.source_language, here.pivot_language) if code in ("ro", "en")]
    readings = {
        code: texts.read((text for _p, document in documents for text in document.sentences()), code)
        for code in languages
    }
    tasks: Counter[str] = Counter()
    for item in feed.waiting_everywhere():
        tasks[item.notice.address] += 1
    found = []
    for publication, document in documents:
        page = pages.get(publication.page_key)
        edit = f"/cms/pages/{page.pk}/edit/" if page else ""
        eases, first = {}, None
        for code in languages:
            running = [readings[code][text] for text in document.running()]
            own = [reading.text for reading in running if reading.language == code]
            ease = assess(own, code, other_words=avoided if code == here.source_language else None)
            first = first or ease
            if ease:
                eases[code] = ease.score
        named = {name for text in document.sentences() for name in placeholders(text)}
        facts = readings[languages[0]].facts if languages else {}
        found.append(
            Row(
                document.title[0],
                reverse("page", args=[here.source_language, document.topic, document.slug]),
                edit,
                first.words if first else 0,
                first.sentences if first else 0,
                eases,
                Counter(facts[name].confidence for name in named if name in facts),
                tasks[edit] if edit else 0,
                publication.review_by,
            )
        )
    return found


@staff(EDIT_GUIDE)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """All pages in numbers, sorted by ``?sort=``; ``?format=csv`` gives the same as a file."""
    listed = rows()
    here = city()
    orders: dict[str, Any] = {
        "words": lambda row: -row.words,
        "ease": lambda row: row.eases.get(here.source_language, 0),
        "ease-pivot": lambda row: row.eases.get(here.pivot_language, 0),
        "low": lambda row: (-row.facts["low"], -row.facts["medium"]),
        "tasks": lambda row: -row.tasks,
        "review": lambda row: row.review_by,
        "title": lambda row: row.title,
    }
    sort = request.GET.get("sort", "")
    if sort in orders:
        listed.sort(key=orders[sort])
    if request.GET.get("format") == "csv":
        return _csv(listed, here.source_language, here.pivot_language)
    context = {
        "rows": [
            (row, row.eases.get(here.source_language), row.eases.get(here.pivot_language)) for row in listed
        ],
        "sort": sort,
        "columns": [
            ("title", _("Page")), ("words", _("Words")), ("", _("Sentences")),
            ("ease", _("Ease (%(language)s)") % {"language": here.source_language}),
            ("ease-pivot", _("Ease (%(language)s)") % {"language": here.pivot_language}),
            ("low", _("Facts: high, medium, low")), ("tasks", _("Open tasks")), ("review", _("Review by")),
        ],
    }  # fmt: skip
    return render(request, "guide/authoring/table.html", context)


def _csv(listed: list[Row], source: str, pivot: str) -> HttpResponse:
    header = [
        "page", "address", "words", "sentences", f"ease {source}", f"ease {pivot}", "facts high", "facts medium",
        "facts low", "open tasks", "review by",
    ]  # fmt: skip
    rows = (
        [row.title, row.address, row.words, row.sentences, row.eases.get(source, ""), row.eases.get(pivot, ""),
         row.facts["high"], row.facts["medium"], row.facts["low"], row.tasks, row.review_by]
        for row in listed
    )  # fmt: skip
    return csv_file("guide.csv", header, rows)
