"""The screens of the directory: the list with its filters, one place, the map of actors, “this is wrong”."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from acasa.foundation.city.models import Area
from acasa.foundation.city.queries import city
from acasa.foundation.texts import queries as texts
from acasa.foundation.texts.documents import documents
from acasa.foundation.web.audience import everybody
from acasa.foundation.web.limits import limited
from acasa.foundation.web.public import keep_nowhere, keep_until, public_page

from . import actions, cards, maps, queries
from .forms import FilterForm, ReportForm
from .models import Category, Level, Organisation, Topic
from .schema_org import schema_org_script

READS = ("city", "directory", "guide", "texts")
"""The rooms whose content these pages show."""

PAGE_SIZE = 20


@public_page(reads=READS)
@require_safe
def places(request: HttpRequest, lang: str) -> HttpResponse:
    """The directory, filtered; works without a map, and shows a small one without outside tiles."""
    topics = list(Topic.objects.all())
    areas = list(Area.objects.exclude(kind="country").order_by("kind", "name"))
    labels = texts.read([*(topic.title for topic in topics), *(area.name for area in areas)], lang)
    form = FilterForm(request.GET, topics=topics, areas=areas, readings=labels)
    filters = form.filters()
    found = list(queries.find_organisations(filters))
    if filters.query:
        keep_nowhere(request)
        found = queries.matching(found, filters.query, lang)
    opened, changes = queries.open_slugs(organisation.slug for organisation in found)
    if filters.open_now:
        found = [organisation for organisation in found if organisation.slug in opened]
    names = texts.read([organisation.name for organisation in found], lang)
    found.sort(key=lambda organisation: (organisation.level, queries.fold(names[organisation.name].text)))
    keep_until(request, changes)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = {
        row.slug: row
        for row in queries.complete(Organisation.objects.filter(slug__in=[o.slug for o in page]))
    }
    shown = [cards.organisation_card(rows[organisation.slug]) for organisation in page]
    for card in shown:
        keep_until(request, card.changes_at)
    readings = texts.read(
        [*labels.by_text, *names.by_text, *(text for card in shown for text in card.sentences())], lang
    )
    context = {
        "form": form,
        "filters": filters,
        "cards": shown,
        "page": page,
        "query_string": urlencode([(k, v) for k, v in request.GET.items() if k != "page" and v]),
        "map": maps.places_map([o.slug for o in found]),
        "readings": readings,
    }
    return render(request, "directory/places.html", context)


@public_page(reads=READS)
@require_safe
def place(request: HttpRequest, lang: str, slug: str) -> HttpResponse:
    """One organisation, or one service with its organisation."""
    found = cards.cards(services=[slug], organisations=[slug], with_services=True)
    if slug not in found:
        raise Http404
    card = found[slug]
    keep_until(request, card.changes_at)
    pages = queries.pages_about(card)
    readings = texts.read([*card.sentences(), *(text for page in pages for text in page["title"])], lang)
    context: dict[str, Any] = {
        "card": card,
        "pages": pages,
        "map": maps.card_map(card),
        "readings": readings,
        "schema_org": schema_org_script(card, readings, request.build_absolute_uri()),
        "path": card.address,
    }
    return render(request, "directory/place.html", context)


@public_page(reads=READS)
@require_safe
def actors(request: HttpRequest, lang: str) -> HttpResponse:
    """The plan's three concentric levels of actors, as a picture and as a list."""
    category = request.GET.get("category", "")
    if category and category not in Category.values:
        raise Http404
    organisations = list(Organisation.objects.order_by("level", "category", "name"))
    shown = [o for o in organisations if not category or o.category == category]
    levels = [(level, [o for o in shown if o.level == level]) for level in Level]
    readings = texts.read([text for o in shown for text in (o.name, o.short_name) if text], lang)
    counts = {c: sum(o.category == c for o in organisations) for c in Category}
    context = {
        "levels": levels,
        "rings": maps.rings(shown),
        "categories": [(c, counts[c]) for c in Category if counts[c]],
        "category": category,
        "readings": readings,
    }
    return render(request, "directory/actors.html", context)


@everybody
@csrf_exempt  # anonymous, no cookie, no session to ride on; limited by address
@require_http_methods(["GET", "POST"])
@limited("report", "60/h")
def report(request: HttpRequest, lang: str) -> HttpResponse:
    """“Something is wrong”: one text field, no name asked. Works without JavaScript."""
    if lang not in city().languages:
        raise Http404
    form = ReportForm(request.POST or None, initial={"about": request.GET.get("about", "")})
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:  # a field people do not see; programs fill it in
            actions.receive_report(
                about=form.cleaned_data["about"], language=lang, message=form.cleaned_data["message"]
            )
        return redirect("report-thanks", lang)
    about = str(form["about"].value() or "")
    titles = [one.title for one in documents([about]).values()]
    context = {"form": form, "titles": titles, "readings": texts.read(titles, lang)}
    return render(request, "directory/report.html", context)


@public_page(reads=READS, on_the_map=False)
@require_safe
def report_thanks(request: HttpRequest, lang: str) -> HttpResponse:
    return render(request, "directory/report_thanks.html", {"readings": texts.read([], lang)})
