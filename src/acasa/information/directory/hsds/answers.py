"""How rows become responses: pages, lines, single things, errors; every text read in one go."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Schema

from acasa.foundation.city.queries import city, local_now

from ..open_data import problem
from . import rows
from .parameters import Paging
from .wording import Collected
from .writer import Json, Writer


class Answer:
    """One answer under way: its words, its writer, and how it becomes a response."""

    def __init__(self, request: HttpRequest) -> None:
        here = city()
        self.words = Collected(request.LANGUAGE_CODE, here.source_language)  # type: ignore[attr-defined]
        self.write = Writer(self.words, here, rows.areas(), local_now().date())

    def json(self, body: Json) -> HttpResponse:
        """The body as JSON."""
        self.words.read()
        return self._spoken(HttpResponse(self._text(body), content_type="application/json"))

    def lines(self, contents: list[Json]) -> StreamingHttpResponse:
        """One object a line, written while it is sent."""
        self.words.read()

        def written() -> Iterator[str]:
            for one in contents:
                yield self._text(one) + "\n"

        return self._spoken(
            StreamingHttpResponse(written(), content_type="application/x-ndjson; charset=utf-8")
        )

    def _text(self, body: Json) -> str:
        return json.dumps(body, default=self.words.say, ensure_ascii=False, separators=(",", ":"))

    def _spoken(self, response: Any) -> Any:
        response["Content-Language"] = ", ".join(self.words.languages())
        return response


def page(
    request: HttpRequest,
    asked: Paging,
    found: QuerySet[Any] | Sequence[Any],
    write: Callable[[Writer, Any], Json],
    *,
    on_one_page: bool = False,
) -> HttpResponseBase:
    """A page of rows, or all of them as lines; 400 if a parameter is unknown."""
    if unknown := unknown_parameters(request, asked):
        return wrong(unknown)
    answer = Answer(request)
    if asked.format == "ndjson":
        return answer.lines([write(answer.write, row) for row in found])
    total = found.count() if isinstance(found, QuerySet) else len(found)
    size = max(total, 1) if on_one_page else asked.per_page
    start = (asked.page - 1) * size
    contents = [write(answer.write, row) for row in found[start : start + size]] if start < total else []
    pages = -(-total // size)
    return answer.json(
        {
            "total_items": total,
            "total_pages": pages,
            "page_number": asked.page,
            "size": len(contents),
            "first_page": asked.page == 1,
            "last_page": asked.page >= pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def unknown_parameters(request: HttpRequest, asked: Schema) -> list[dict[str, str]]:
    """Parameters that mean nothing here: a misspelt filter must not answer with everything."""
    known = type(asked).model_fields
    expected = f"one of {', '.join(sorted(known))}"
    return [{"parameter": name[:80], "expected": expected} for name in request.GET if name not in known]


def one(request: HttpRequest, row: Any, write: Callable[[Writer, Any], Json]) -> HttpResponse:
    """One thing, or 404 where there is none."""
    if row is None:
        return problem(404, "There is nothing with this identifier.")
    answer = Answer(request)
    return answer.json(write(answer.write, row))


def find(identifier: str, ask: Callable[[uuid.UUID], Any]) -> Any:
    """What is asked for by an identifier; None if it is none in its one spelling."""
    try:
        key = uuid.UUID(identifier)
    except ValueError:
        return None
    return ask(key) if str(key) == identifier.lower() else None


def wrong(errors: list[dict[str, str]]) -> HttpResponse:
    """400, with each wrong parameter and what was expected of it."""
    return problem(400, "Some parameters are not understood.", errors=errors)
