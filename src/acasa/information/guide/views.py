"""The screens of the guide: topics, a page, its history, its print; and the preview for authors."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from acasa.foundation.city.queries import city, content_state, language
from acasa.foundation.printing.shelf import from_shelf
from acasa.foundation.texts import queries as texts
from acasa.foundation.texts.render import sentence_html
from acasa.foundation.web.audience import everybody
from acasa.foundation.web.limits import limited
from acasa.foundation.web.public import keep_until, public_page
from acasa.information.directory import cards
from acasa.information.directory.models import Topic

from . import markdown, presenting, queries, rules
from .authoring_faults import faults_of
from .models import GuidePage, Publication, Withdrawal, Word
from .printing import Booklet, Chapter, booklet_pdf
from .printing import page_pdf as make_page_pdf

READS = ("city", "directory", "guide", "texts")
"""The rooms whose content these pages show."""


@public_page(reads=READS)
@require_safe
def topics(request: HttpRequest, lang: str) -> HttpResponse:
    """All topics with their pages."""
    by_topic: dict[str, list[Publication]] = {}
    for publication in queries.publications():
        by_topic.setdefault(publication.topic_id, []).append(publication)
    listed = [(topic, by_topic.get(topic.slug, [])) for topic in Topic.objects.all()]
    readings = texts.read(
        [
            *(text for topic, _pages in listed for text in (topic.title, topic.summary)),
            *(text for _topic, pages in listed for page in pages for text in page.edition.content.title),
        ],
        lang,
    )
    return render(request, "guide/topics.html", {"topics": listed, "readings": readings})


@public_page(reads=READS)
@require_safe
def emergency(request: HttpRequest, lang: str) -> HttpResponse:
    """The numbers first."""
    document = queries.emergency_document()
    if document is None:
        return render(request, "guide/emergency.html", {"readings": texts.read([], lang)})
    view = presenting.page_view(document, lang)
    keep_until(request, view.changes_at)
    return render(request, "guide/emergency.html", view.context())


@public_page(reads=READS)
@require_safe
def topic(request: HttpRequest, lang: str, topic: str) -> HttpResponse:
    """One topic: its pages, and how many services there are under it."""
    found = get_object_or_404(Topic.objects.annotate(services_count=Count("services")), slug=topic)
    pages = [publication.edition.content for publication in queries.publications(topic)]
    readings = texts.read(
        [found.title, found.summary, *(text for page in pages for text in (*page.title, *page.summary))], lang
    )
    return render(request, "guide/topic.html", {"topic": found, "pages": pages, "readings": readings})


@public_page(reads=READS)
@require_safe
def page(request: HttpRequest, lang: str, topic: str, slug: str) -> HttpResponse:
    """A page of the guide; ``?with=`` shows a second language beside the reader's."""
    publication = queries.publication(topic, slug)
    if publication is None:
        stands = queries.led_on(topic, slug)
        if stands is None:
            raise Http404
        if isinstance(stands, Withdrawal):
            return _withdrawn(request, stands, lang)
        # A page may come back to its old address: no browser must remember where that led.
        return redirect("page", lang, *stands.address.split("/"))
    document = publication.edition.content
    beside = request.GET.get("with", "")
    if beside and beside != city().source_language:
        raise Http404
    view = presenting.page_view(document, lang)
    keep_until(request, view.changes_at)
    context = {
        **view.context(),
        "publication": publication,
        "edition": publication.edition,
        "beside": beside if beside != lang else "",
    }
    return render(request, "guide/page.html", context)


def _withdrawn(request: HttpRequest, gone: Withdrawal, lang: str) -> HttpResponse:
    """What is left of a page that was taken away: its topic, the search, and the desk."""
    topic = Topic.objects.filter(slug=gone.topic).first()
    desk = cards.cards(organisations=[city().desk]) if city().desk else {}
    readings = texts.read(
        [*([topic.title] if topic else []), *(text for card in desk.values() for text in card.sentences())],
        lang,
    )
    context = {"topic": topic, "desk": next(iter(desk.values()), None), "readings": readings}
    return render(request, "guide/withdrawn.html", context, status=410)


@public_page(reads=READS)
@require_safe
def word(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """One official word: what it means, where it is met, an example, and the pages that use it."""
    found = get_object_or_404(Word, slug=slug)
    pages = [p.edition.content for p in queries.publications().filter(word_uses__word=found)]
    fields = queries.word_fields(found)
    readings = texts.read(
        [*fields["meaning"], *fields["where_met"], *(text for page in pages for text in page.title)], lang
    )
    return render(request, "guide/word.html", {"word": found, "pages": pages, "readings": readings})


@public_page(reads=READS)
@require_safe
def history(request: HttpRequest, lang: str, topic: str, slug: str) -> HttpResponse:
    """The editions of a page, and what changed between two of them, word by word (source language)."""
    publication = queries.publication(topic, slug)
    if publication is None:
        raise Http404
    editions = list(queries.editions(publication.page_key))
    by_number = {edition.number: edition for edition in editions}
    newer = by_number.get(_whole(request.GET.get("to")), editions[0])
    older = by_number.get(_whole(request.GET.get("from")), by_number.get(newer.number - 1))
    changes = rules.difference(older.content, newer.content) if older else []
    document = publication.edition.content
    readings = texts.read(document.title, lang)
    context = {
        "publication": publication, "document": document, "editions": editions, "older": older, "newer": newer,
        "changes": changes, "readings": readings,
    }  # fmt: skip
    return render(request, "guide/history.html", context)


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdigit() and len(value) < 9 else -1


@public_page(reads=READS)
@require_safe
def page_pdf(request: HttpRequest, lang: str, topic: str, slug: str) -> HttpResponse:
    """The page in print, with QR code and date; ``?with=`` prints the source language beside it."""
    publication = queries.publication(topic, slug)
    if publication is None:
        raise Http404
    beside = request.GET.get("with", "") == city().source_language != lang
    view = presenting.page_view(publication.edition.content, lang)
    keep_until(request, view.changes_at)
    pdf = make_page_pdf(publication, view, beside=beside)
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{lang}.pdf"'
    return response


@public_page(reads=READS)
@require_safe
def booklet(request: HttpRequest, lang: str, topic: str = "") -> HttpResponse:
    """A topic, or the whole guide, as one print; ``?with=`` prints the source language beside it."""
    beside = request.GET.get("with", "") == city().source_language != lang
    name = f"{topic or 'guide'}-{lang}{'-beside' if beside else ''}.pdf"
    if not queries.publications(topic).exists():
        raise Http404
    pdf = from_shelf(
        settings.VAR / "prints",
        content_state(),
        name,
        lambda: _bound(lang, topic, beside=beside),
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _bound(lang: str, topic: str, *, beside: bool) -> bytes:
    topics = list(Topic.objects.filter(slug=topic) if topic else Topic.objects.all())
    chapters = [Chapter(found.title, list(queries.publications(found.slug))) for found in topics]
    title, summary = (topics[0].title, topics[0].summary) if topic else (city().name, city().tagline)
    path = f"/guide/{topic}/" if topic else "/guide/"
    bound = Booklet(title, summary, path, [chapter for chapter in chapters if chapter.pages])
    return booklet_pdf(
        bound,
        texts.read(bound.sentences(), lang),
        lambda page: presenting.page_view(page.edition.content, lang),
        beside=beside,
    )


@everybody
@csrf_exempt  # anonymous, no cookie, counts a number: there is no session to ride on
@require_http_methods(["GET", "HEAD", "POST"])
@limited("feedback", "30/h")
def feedback(request: HttpRequest, lang: str, topic: str, slug: str) -> HttpResponse:
    """Counts “did you find what you needed?” and says thank you on a page of its own; else back to the page."""
    from . import actions

    publication = queries.publication(topic, slug)
    if publication is None or lang not in city().languages:
        raise Http404
    if request.method != "POST":
        return redirect("page", lang, topic, slug)
    if request.POST.get("useful") not in ("yes", "no"):
        raise Http404
    useful = request.POST["useful"] == "yes"
    actions.count_feedback(page_key=publication.page_key, language=lang, useful=useful)
    answer = "yes" if useful else "no"
    return redirect("page-thanks", lang, publication.topic_id, publication.slug, answer)


@public_page(reads=READS)
@require_safe
def thanks(request: HttpRequest, lang: str, topic: str, slug: str, answer: str) -> HttpResponse:
    """What follows an answer: thanks, or where else to look and whom to ask."""
    publication = queries.publication(topic, slug)
    if publication is None or answer not in ("yes", "no"):
        raise Http404
    desk = cards.cards(organisations=[city().desk]) if city().desk else {}
    document = publication.edition.content
    readings = texts.read(
        [*document.title, *(text for card in desk.values() for text in card.sentences())], lang
    )
    context = {
        "publication": publication, "document": document, "useful": answer == "yes", "readings": readings,
        "desk": next(iter(desk.values()), None),
    }  # fmt: skip
    return render(request, "guide/thanks.html", context)


@public_page(reads=READS)
@require_safe
def plain(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """About, privacy, accessibility."""
    found = queries.plain_page(slug)
    if found is None:
        raise Http404
    source = city().source_language
    readings = texts.read([found.title, *markdown.sentences(found.markdown, source)], lang)

    def write(unit: str) -> str:
        return sentence_html(readings, unit)

    body: SafeString = mark_safe(markdown.to_html(found.markdown, source, write))  # noqa: S308 - escaped by render
    return render(request, "guide/plain.html", {"page": found, "body": body, "readings": readings})


@everybody
@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The short address behind a printed QR code: ``{code}-{language}``."""
    key, _, lang = code.partition("-")
    publication = Publication.objects.filter(page_key__startswith=key).first() if len(key) == 8 else None
    if publication is None or lang not in city().languages:
        raise Http404
    return redirect("page", lang, publication.topic_id, publication.slug)


_PREVIEW_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


def preview(request: HttpRequest, page: GuidePage, lang: str) -> HttpResponse:
    """The page as readers of a language would see it if it were published now."""
    if lang not in city().languages:
        lang = city().source_language
    try:
        document = queries.project(page.authored())
    except ValidationError:
        response = render(request, "guide/authoring/no_preview.html", {"faults": faults_of(page)})
        response.headers["Content-Security-Policy"] = _PREVIEW_POLICY
        return response
    with translation.override(lang):
        context = {
            **presenting.page_view(document, lang).context(),
            "preview": True,
            "published": Publication.objects.filter(page_key=str(page.translation_key)).exists(),
            "lang": lang,
            "page_language": language(lang),
        }
        response = render(request, "guide/page.html", context)
    # The editor shows the preview in a frame of its own page; what is public stands in nobody's frame.
    response.headers["Content-Security-Policy"] = _PREVIEW_POLICY
    return response
