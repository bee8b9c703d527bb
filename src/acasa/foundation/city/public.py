"""What every public page shares: its cache, its language, its context."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from .queries import city

CACHE_HEADER = "X-Acasa-Cache"
"""Says to the page cache in front of Django that a response may be kept, and until when (Unix seconds)."""

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """A page that reads the same for everyone: no cookie, kept until the content changes.

    The view may set ``request.valid_until`` (aware) where the page says something about the present hour.
    Readers' software asks again each time and gets a 304 where nothing changed. An address in a language
    that the city does not offer is not found.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "lang" in kwargs and kwargs["lang"] not in city().languages:
            raise Http404
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and request.method in ("GET", "HEAD"):
            until: datetime | None = getattr(request, "valid_until", None)
            response.headers[CACHE_HEADER] = str(int(until.timestamp())) if until else "0"
            response.headers["Cache-Control"] = "public, no-cache"
        return response

    return wrapped


def keep_until(request: HttpRequest, moment: datetime | None) -> None:
    """Says that the page is right until a moment at the latest; the earliest such moment counts."""
    before: datetime | None = getattr(request, "valid_until", None)
    if moment and (before is None or moment < before):
        request.valid_until = moment  # type: ignore[attr-defined]
