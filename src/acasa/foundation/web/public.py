"""What every public page shares: it is for everybody, kept until the content changes, in a language of the city."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from .audience import addresses, everybody

CACHE_HEADER = "X-Acasa-Cache"
"""Says to the page cache in front of Django that an answer may be kept: until when (Unix seconds), and which rooms it
reads."""

PUBLIC_HEADER = "X-Acasa-Public"
"""Says to the page cache that an answer holds nothing that is not everybody's."""

View = Callable[..., HttpResponse]
_offered: list[Callable[[], Collection[str]]] = []
_day_ends: list[Callable[[], datetime]] = []


def of_the_city(*, languages: Callable[[], Collection[str]], day_ends: Callable[[], datetime]) -> None:
    """Lets the city say in which languages it offers pages, and when its day is over."""
    _offered[:], _day_ends[:] = [languages], [day_ends]


def listed(view: View) -> View:
    """Says that the map of the site names a page, so that search engines find it; most are by :func:`public_page`."""
    view.listed = True  # type: ignore[attr-defined]
    return view


def listed_paths() -> list[str]:
    """What stands behind ``/{lang}`` in the addresses of listed pages that need nothing more than a language."""
    start = "<language:lang>"
    return sorted(
        one.route.removeprefix(start)
        for one in addresses()
        if getattr(one.view, "listed", False)
        and one.route.startswith(start)
        and one.route.endswith("/")
        and one.route.count("<") == 1
    )


def public_page(*, reads: Collection[str] = (), on_the_map: bool = True) -> Callable[[View], View]:
    """A page that reads the same for everyone: no cookie, kept until the content of the rooms it reads changes.

    The map of the site names it, unless it is not ``on_the_map``.
    ``reads`` names the rooms; without it every change makes the page new. No page outlives the city's day: what is
    overdue, which week is shown, changes with it. The view may call :func:`keep_until` where the page says something
    about the present hour. Readers' software asks again each time and gets a 304 where
    nothing changed. An address in a language that the city does not offer is not found.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "lang" in kwargs and kwargs["lang"] not in _offered[0]():
                raise Http404
            response = view(request, *args, **kwargs)
            if getattr(request, "repeats_a_question", False):
                kept_by_nobody(response)
            elif response.status_code == 200 and request.method in ("GET", "HEAD"):
                keep_until(request, _day_ends[0]())
                until: datetime = request.valid_until  # type: ignore[attr-defined]
                mark = [str(int(until.timestamp())), *sorted(reads)]
                response.headers[CACHE_HEADER] = " ".join(mark)
                response.headers["Cache-Control"] = "public, no-cache"
            return response

        return everybody(listed(wrapped) if on_the_map else wrapped)

    return decorate


def keep_until(request: HttpRequest, moment: datetime | None) -> None:
    """Says that the page is right until a moment at the latest; the earliest such moment counts."""
    before: datetime | None = getattr(request, "valid_until", None)
    if moment and (before is None or moment < before):
        request.valid_until = moment  # type: ignore[attr-defined]


def keep_nowhere(request: HttpRequest) -> None:
    """Says that the page repeats what a reader asked: nobody on the way may keep it under that question."""
    request.repeats_a_question = True  # type: ignore[attr-defined]


def kept_by_its_reader(response: HttpResponse) -> HttpResponse:
    """An answer to a form: nothing on its way keeps it, and the reader's own browser only to show it again on “back”.

    With ``no-store`` a browser has nothing to go back to and asks whether to send the form again; ``no-cache`` says the
    same to some. An answer in which others who use the device must find nothing is :func:`kept_by_nobody`.
    """
    response.headers["Cache-Control"] = "private, max-age=0"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """An answer that repeats what was asked or written: neither kept, on its way or by the browser, nor found by search engines."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
