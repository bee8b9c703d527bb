"""What open-data addresses share: the reader's language, caching by content version, use from any site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation.trans_real import parse_accept_lang_header

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.web.audience import everybody
from acasa.foundation.web.versions import content_version

from .hsds.schedules import seasons

View = Callable[..., HttpResponseBase]
_READS = ("city", "directory", "texts")
_METHODS = "GET, HEAD, OPTIONS"


def problem(status: int, title: str, **more: Any) -> JsonResponse:
    """An error that programs can read (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def negotiated(accepted: str) -> str:
    """The city's language that suits an Accept-Language header best; the source language if none does."""
    here = city()
    for wish, _quality in parse_accept_lang_header(accepted.lower()):
        for code in (wish, wish.split("-")[0]):
            if code in here.languages:
                return code
    return here.source_language


def open_data(view: View) -> View:
    """Makes a view of public data: GET, HEAD and OPTIONS only, in ``request.LANGUAGE_CODE``, with an ETag.

    An answer depends on its address, the language, the content version, the season of the clock (see
    ``hsds.schedules``) and this program, and on nothing else; so the ETag is known before the view runs.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _open(_preflight())
        if request.method not in ("GET", "HEAD"):
            refused = problem(405, "Only reading is possible here.")
            refused["Allow"] = _METHODS
            return _open(refused)
        language = negotiated(request.headers.get("Accept-Language", "")[:500])
        tag = _tag(request, language)
        if tag in (
            known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))
        ):
            return _open(_cached(HttpResponseNotModified(), tag))
        only_head, request.method = request.method == "HEAD", "GET"
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with translation.override(language):
            response = view(request, *args, **kwargs)
        if response.status_code == 200:
            _cached(response, tag)
            if request.GET.get("search"):  # what somebody looks for is nobody's on the way
                response["Cache-Control"] = "private, no-cache"
        return _open(_without_body(response) if only_head else response)

    return everybody(answer)


def _tag(request: HttpRequest, language: str) -> str:
    here = city()
    season = seasons(here.time_zone, local_now().date())[0]
    parts = (
        request.get_full_path(),
        language,
        content_version(_READS),
        season.offset,
        season.last,
        version("acasa"),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _cached(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """May be kept by anyone, and is asked about each time: an editor's change shows at once."""
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    return response


def _open(response: HttpResponseBase) -> HttpResponseBase:
    patch_vary_headers(response, ["Accept-Language"])
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Content-Language"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = _METHODS
    response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
    elif isinstance(response, HttpResponse):
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
