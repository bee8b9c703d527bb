"""The page with answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from acasa.foundation.city.queries import city

from .queries import LONGEST_QUESTION, search


@require_safe
def answers(request: HttpRequest, lang: str) -> HttpResponse:
    """Answers to ``?q=`` for a reader of a language. Nobody in between may keep them: they repeat it."""
    if lang not in city().languages:
        raise Http404
    context = {"lang": lang, "answer": search(request.GET.get("q", ""), lang), "longest": LONGEST_QUESTION}
    response = render(request, "ask/answers.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
