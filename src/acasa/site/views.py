"""Home, language choice, emergencies, health, and what robots and phones ask for."""

from __future__ import annotations

import sys
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acasa.foundation.city.context import page
from acasa.foundation.city.models import City, Team
from acasa.foundation.city.queries import city, local_now, remembered_emergency_number
from acasa.foundation.staff.accounts import OPEN_TOO_LONG
from acasa.foundation.staff.speaking import speak_with
from acasa.foundation.texts import documents
from acasa.foundation.texts import queries as texts
from acasa.foundation.web.audience import everybody
from acasa.foundation.web.outage import RETRY_AFTER
from acasa.foundation.web.public import listed_paths, public_page
from acasa.foundation.web.versions import content_version
from acasa.information.directory import cards
from acasa.information.directory.models import Organisation, Topic
from acasa.information.guide import queries as guide

OF_STAFF = ("/cms/", "/accounts/", "/account/")


@everybody
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Sends readers to their own language; shows all of them where the browser names none we have."""
    here = city()
    wanted = _accepted(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    match = next((code for code in wanted if code in here.languages), None)
    if match and "all" not in request.GET:
        response: HttpResponse = redirect(f"/{match}/")
    else:
        response = render(request, "choose_language.html")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _accepted(header: str) -> list[str]:
    """The primary languages of an Accept-Language header, best first (RFC 9110, section 12.5.4)."""
    weighted = []
    for position, part in enumerate(header[:500].split(",")):
        code, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), position, code.split("-")[0].lower()))
        except ValueError:
            continue
    return [code for _weight, _position, code in sorted(weighted) if code]


@public_page(reads=("city", "directory", "guide", "texts"))
@require_safe
def home(request: HttpRequest, lang: str) -> HttpResponse:
    """One box, the topics, the desk, emergencies."""
    here = city()
    topics = list(Topic.objects.all())
    counts: dict[str, int] = {}
    for publication in guide.publications():
        counts[publication.topic_id] = counts.get(publication.topic_id, 0) + 1
    desk = cards.cards(organisations=[here.desk]) if here.desk else {}
    emergency = guide.emergency_document()
    readings = texts.read(
        [
            here.tagline,
            *(text for topic in topics for text in (topic.title, topic.summary)),
            *(text for card in desk.values() for text in card.sentences()),
        ],
        lang,
    )
    context = {
        "topics": [(topic, counts.get(topic.slug, 0)) for topic in topics],
        "desk": next(iter(desk.values()), None),
        "emergency": emergency,
        "organisations": Organisation.objects.count(),
        "readings": readings,
    }
    return render(request, "home.html", context)


@everybody
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Liveness: this process answers."""
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})


@everybody
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Readiness: the database answers and a city is loaded; 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        loaded = City.objects.filter(id=1).exists()
        version = content_version()
    except OperationalError:
        return JsonResponse({"ready": False, "database": False}, status=503)
    body = {"ready": loaded, "database": True, "city": loaded, "content_version": version}
    return JsonResponse(body, status=200 if loaded else 503, headers={"Cache-Control": "no-store"})


@everybody
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = f"User-agent: *\nDisallow: /cms/\nDisallow: /accounts/\nDisallow: /*/ask/\nSitemap: {request.build_absolute_uri('/sitemap.xml')}\n"
    return HttpResponse(text, content_type="text/plain")


@everybody
@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in our security (RFC 9116): the setting, a team with a mail address, or the form."""
    here = city()
    contact = (
        settings.SECURITY_CONTACT or Team.objects.exclude(email="").values_list("email", flat=True).first()
    )
    if contact:
        contact = contact if ":" in contact else f"mailto:{contact}"
    else:
        contact = settings.BASE_URL + reverse("report", args=[here.source_language])
    languages = list(dict.fromkeys([here.source_language, here.pivot_language]))
    lines = [
        f"Contact: {contact}",
        f"Expires: {local_now() + timedelta(days=365):%Y-%m-%dT00:00:00Z}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page()
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public pages in all languages, each with its alternatives (hreflang)."""
    start = f"/{city().source_language}"
    paths = [*listed_paths(), *(address.removeprefix(start) for address in documents.addresses())]
    context = {"paths": paths, "codes": city().languages, "root": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "sitemap.xml", context, content_type="application/xml")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not for this person: says why, and what they may open instead."""
    # Django's own words are English and for programs; ours are lazy texts.
    reason = next((said for said in exception.args if isinstance(said, Promise)), "")
    return render(request, "403.html", {"reason": reason}, status=403)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the token of this session: it stood open when somebody signed in anew, or is not from here.

    What readers may send needs no token; whatever else is sent to their pages leads nowhere.
    """
    if not request.path.startswith(OF_STAFF):
        return not_found(request, Http404())
    if language := speak_with(getattr(request, "user", None)):
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    return render(request, "403.html", {"reason": OPEN_TOO_LONG}, status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many requests at the door: says how long to wait, and who helps."""
    response = render(request, "account/too_many.html", status=429)
    response.headers["Retry-After"] = "900"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not here: the search box, the topics and the desk instead; in the language of staff where only they go."""
    if request.path.startswith(OF_STAFF) and (language := speak_with(getattr(request, "user", None))):
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
    topics = list(Topic.objects.all())
    readings = texts.read([topic.title for topic in topics], page(request)["lang"])
    return render(request, "404.html", {"topics": topics, "readings": readings}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; says so in the reader's language, without needing the database.

    Where it is the database that is missing, the answer is 503: asking again soon may help.
    """
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    code, number = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE), remembered_emergency_number()
    with translation.override(code):
        said = _("Something is broken here. Please try again in a minute.")
        call = (
            format_html("<p>{} <a href='tel:{}'><bdi>{}</bdi></a>", _("Emergency, call"), number, number)
            if number
            else ""
        )
        html = format_html(
            "<!doctype html><html lang={} dir={}><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            "<title>Acasă</title><h1>{}</h1>{}</html>",
            code, "rtl" if translation.get_language_bidi() else "ltr", said, call,
        )  # fmt: skip
    response = HttpResponse(html, status=503 if away else 500)
    if away:
        response.headers["Retry-After"] = RETRY_AFTER
        response.headers["Cache-Control"] = "no-store"
    return response
