"""The page with answers, and the official words."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acasa.foundation.city.queries import city
from acasa.foundation.texts.queries import read
from acasa.foundation.web.audience import everybody
from acasa.foundation.web.public import kept_by_nobody, listed, public_page
from acasa.information.guide.models import Word
from acasa.information.guide.queries import word_fields, words_in_order

from .models import Kind
from .queries import LONGEST_QUESTION, search

READS = ("city", "directory", "guide", "texts")
"""The rooms whose content these pages show."""


@everybody
@require_safe
def answers(request: HttpRequest, lang: str) -> HttpResponse:
    """Answers to ``?q=`` for a reader of a language."""
    if lang not in city().languages:
        raise Http404
    context = {"lang": lang, "answer": search(request.GET.get("q", ""), lang), "longest": LONGEST_QUESTION}
    return kept_by_nobody(render(request, "ask/answers.html", context))


@everybody
@listed
def words(request: HttpRequest, lang: str) -> HttpResponse:
    """The official words: all of them by letter, or those that ``?q=`` (as it stands on a letter) may mean."""
    return _some_words(request, lang) if request.GET.get("q", "").strip() else _all_words(request, lang=lang)


@require_safe
def _some_words(request: HttpRequest, lang: str) -> HttpResponse:
    if lang not in city().languages:
        raise Http404
    answer = search(request.GET["q"], lang, kind=Kind.WORD)
    found = words_in_order([result.key for result in answer.results])
    return kept_by_nobody(render(request, "ask/words.html", {"answer": answer, **_listed(found, lang)}))


@public_page(reads=READS)
@require_safe
def _all_words(request: HttpRequest, lang: str) -> HttpResponse:
    found = words_in_order()
    context = _listed(found, lang)
    letters: dict[str, list[Word]] = {}
    for word in found:
        letters.setdefault(word.term[0].upper(), []).append(word)
    short = sorted((word for word in found if word.abbreviation), key=lambda word: word.abbreviation)
    return render(request, "ask/words.html", {"letters": letters, "short": short, **context})


def _listed(found: list[Word], lang: str) -> dict[str, Any]:
    texts = [text for word in found for texts in word_fields(word).values() for text in texts]
    return {"lang": lang, "words": found, "longest": LONGEST_QUESTION, "readings": read(texts, lang)}
