"""The screens of letters. What people write comes in form bodies only, is used to answer, and is forgotten.

The browser may show an answer again on “back”, so that nothing written is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from acasa.foundation.texts.queries import Readings
from acasa.foundation.web.limits import limited
from acasa.foundation.web.public import keep_until, kept_by_its_reader, kept_by_nobody, public_page

from . import presenting, printing, queries
from .form import LetterForm
from .models import Letter


@public_page(reads=queries.READS)
@require_safe
def letters(request: HttpRequest, lang: str) -> HttpResponse:
    """All letters there are."""
    context = {"letters": queries.letters(), "readings": presenting.readings(lang)}
    return render(request, "letters/letters.html", context)


@csrf_exempt  # anonymous, no cookie, nothing is stored
@public_page(reads=queries.READS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """The form; with ``preview`` the letter as it is so far, with ``pdf`` what is wrong, or on to the paper."""
    found, readings = _found(slug), presenting.readings(lang)
    if request.method != "POST":
        context = presenting.page(found, LetterForm(found.content, readings), readings)
        if context["card"]:
            keep_until(request, context["card"].changes_at)
        return render(request, "letters/letter.html", context)
    form, taken = LetterForm.taking(found.content, readings, request.POST)
    asked, live = "pdf" in request.POST, "live" in request.POST
    if asked and not form.stopped:
        return kept_by_its_reader(redirect("letter-paper", lang, slug, preserve_request=True))
    context = presenting.written(found, form, readings, asked=asked, taken=taken) | {"live": live}
    template = "letters/preview.html" if live else "letters/letter.html"
    answer = render(request, template, context)
    return kept_by_nobody(answer) if live else kept_by_its_reader(answer)


@csrf_exempt
@public_page(reads=queries.READS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """The letter as PDF, of what stands in the form; whoever comes without, or with faults in it, is led to the form.

    It has an address of its own, so that the door lets papers wait in their own line.
    """
    found, readings = _found(slug), presenting.readings(lang)
    if request.method != "POST":
        return redirect("letter", lang, slug)
    form = LetterForm(found.content, readings, request.POST)
    if form.stopped:
        return kept_by_its_reader(redirect("letter", lang, slug, preserve_request=True))
    return kept_by_nobody(_paper(request, found, form.given(), readings))


def _found(slug: str) -> Letter:
    found = queries.letter(slug)
    if found is None:
        raise Http404
    return found


@limited("letter-paper", "600/h")
def _paper(request: HttpRequest, found: Letter, given: Mapping[str, Any], readings: Readings) -> HttpResponse:
    response = HttpResponse(printing.letter_pdf(found, given, readings), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.pdf"'
    return response
