"""Letters for counters: a form in the reader's language, a letter in the city's, and a copy to keep. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.printing.compiler import compile_pdf, one_piece
from acasa.foundation.texts import formatting
from acasa.foundation.texts import render as texts_render
from acasa.foundation.texts.queries import Readings, read
from acasa.foundation.texts.rules import split_sentences
from acasa.foundation.texts.runs import Voice, script
from acasa.foundation.web.limits import limited
from acasa.foundation.web.public import keep_until, public_page
from acasa.information.directory import cards
from acasa.information.sheet import frame, made_at

from . import presenting, queries
from .letter_form import BLANK, LetterForm, filled, paragraphs, unread, words
from .models import Letter

TEMPLATE = Path(__file__).resolve().parent / "letter.typ"
_SENDER = ("full_name", "address", "phone", "email")


@public_page(reads=queries.READS)
@require_GET
def letters(request: HttpRequest, lang: str) -> HttpResponse:
    """All letters there are."""
    context = {"letters": queries.letters(), "readings": presenting.readings(lang)}
    return render(request, "pathway/letters.html", context)


@csrf_exempt  # anonymous, no cookie, nothing is stored
@public_page(reads=queries.READS)
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """The form; with ``preview`` the letter as it is so far, with ``pdf`` the paper."""
    found = next((one for one in queries.letters() if one.slug == slug), None)
    if found is None:
        raise Http404
    readings = presenting.readings(lang)
    if request.method == "GET":
        context = _context(found, LetterForm(found.content, readings), readings)
        if context["card"]:
            keep_until(request, context["card"].changes_at)
        return render(request, "pathway/letter.html", context)
    sent = request.POST.copy()
    form = LetterForm(found.content, readings, sent)
    taken = sent.get("take", "")
    if taken in form.notes and form.notes[taken].latin:
        # Into the field, not into the letter: only the person knows what stands in their passport.
        sent[taken] = form.notes[taken].latin
        form = LetterForm(found.content, readings, sent)
    else:
        taken = ""
    asked = "pdf" in sent
    given = form.given()
    if asked and not form.stopped:
        response = _paper(request, found, given, readings)
    else:
        live = "live" in sent
        template = "pathway/letter_preview.html" if live else "pathway/letter.html"
        # Errors are shown once the paper was asked for, not while somebody is writing.
        shown = form if asked else LetterForm(found.content, readings, initial=sent.dict())
        if taken:
            shown.fields[taken].widget.attrs["autofocus"] = True
        context = _context(found, shown, readings) | {
            "asked": asked, "taken": taken, "shown": True, "live": live,
            "sheets": _shown(found, given, readings), "blank": BLANK,
        }  # fmt: skip
        response = render(request, template, context)
    response.headers["Cache-Control"] = "no-store"
    return response


@limited("letter-paper", "600/h")
def _paper(request: HttpRequest, found: Letter, given: Mapping[str, Any], readings: Readings) -> HttpResponse:
    response = HttpResponse(letter_pdf(found, given, readings), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.pdf"'
    return response


def _context(found: Letter, form: LetterForm, readings: Readings) -> dict[str, Any]:
    content = found.content
    found_cards = cards.cards(organisations=[content["organisation"]]) if content.get("organisation") else {}
    card = next(iter(found_cards.values()), None)
    if card:
        readings = readings.joined(read(card.sentences(), readings.language))
    return {
        "letter": found,
        "content": content,
        "rows": form.rows(),
        "stopped": form.stopped if form.is_bound else [],
        "readings": readings,
        "card": card,
        "page_title": presenting.titles().get(content["page"], ()),
        "carrying_form": "letter",
    }


def _shown(found: Letter, given: Mapping[str, Any], readings: Readings) -> list[dict[str, Any]]:
    """The letter and the copy in the reader's language, for the preview."""
    today = local_now().date()
    sheets = []
    for source in (True, False) if readings.language != readings.source_language else (True,):
        values = words(found.content, given, readings, source=source)
        sentences = partial(_html, readings, values=values, source=source)
        with override(readings.source_language if source else readings.language):
            sheets.append(_parts(found, given, readings, today, sentences, source=source))
    return sheets


def _html(readings: Readings, sentences: list[str], *, values: Mapping[str, str], source: bool) -> SafeString:
    html = texts_render.source_html(readings, sentences) if source else texts_render.html(readings, sentences)
    marked = {name: f'<mark dir="auto">{escape(value)}</mark>' for name, value in values.items()}
    return mark_safe(filled(html, marked))  # noqa: S308 - all escaped


def letter_pdf(found: Letter, given: Mapping[str, Any], readings: Readings) -> bytes:
    """The letter as PDF/UA-1 on A4, ready to sign, with a copy in the reader's language on sheets of its own."""
    today = local_now().date()

    def data() -> dict[str, Any]:
        with override(readings.source_language):
            source = _sheet(found, given, readings, today, source=True)
        foreign = readings.language != readings.source_language
        return {
            "letter": source,
            "copies": [_sheet(found, given, readings, today, source=False)] if foreign else [],
        }

    return compile_pdf(TEMPLATE, one_piece(data), made_at=made_at(today))


def _sheet(
    found: Letter, given: Mapping[str, Any], readings: Readings, today: date, *, source: bool
) -> dict[str, Any]:
    language = readings.source_language if source else readings.language
    voice = Voice(readings, language, settings.BASE_URL)
    values = words(found.content, given, readings, source=source)

    def placed(sentences: list[str]) -> list[dict[str, Any]]:
        return [_placed(one, values=values) for one in voice.text(sentences)]

    paper = frame(
        voice,
        title=voice.plain([found.title]),
        day=today,
        address=f"{settings.BASE_URL}/{language}/letters/{found.slug}/",
    )
    parts = _parts(found, given, readings, today, placed, source=source)
    return {
        "paper": paper,
        "speech": script(readings.source_language, around=language),
        **{name.replace("_", "-"): part for name, part in parts.items()},
    }


def _parts(
    found: Letter,
    given: Mapping[str, Any],
    readings: Readings,
    today: date,
    sentences: Callable[[list[str]], Any],
    *,
    source: bool,
) -> dict[str, Any]:
    """What stands on a sheet, the same on paper and in the preview; ``sentences`` sets running text for one of them."""
    content = found.content
    values = words(content, given, readings, source=source)
    official = words(content, given, readings, source=True)
    split = partial(split_sentences, language=readings.source_language)
    labels = {"phone": _("Phone"), "email": "E-mail"}
    lines = [
        {"label": labels.get(name, ""), "value": official[name], "number": name in labels}
        for name in _SENDER
        if name in official
    ]
    return {
        "sender": lines,
        "to": _("To:"),
        "addressee": [filled(line, official) for line in content["addressee"]],
        "subject_label": _("Subject:"),
        "subject": sentences([content["subject"]]),
        "salutation": _("Dear Sir or Madam,"),
        "body": [sentences(split(text)) for text in paragraphs(content, given)],
        "attachments_label": _("Enclosed:"),
        "attachments": [sentences([line]) for line in content.get("attachments", ())],
        "closing": _("Yours faithfully,"),
        "name": official.get("full_name", ""),
        "signature": _("Signature:"),
        "place": values.get("place", city().name),
        "day": f"{today:%d.%m.%Y}" if source else formatting.day(today, readings.language),
        "copy": "" if source else _("A copy for you, to read. Hand in the other sheet."),
        "notes": [] if source else [sentences(split(note)) for note in content.get("notes", ())],
        "unread": _("The clerk cannot read what you wrote in your own words. Ask somebody to write it in Romanian or English.")
        if not source and unread(content, given) else "",
        "notes_label": _("What to do with the letter"),
    }  # fmt: skip


def _placed(sentence: dict[str, Any], *, values: Mapping[str, str]) -> dict[str, Any]:
    return {**sentence, "runs": [{**run, "text": filled(run["text"], values)} for run in sentence["runs"]]}
