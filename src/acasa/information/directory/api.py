"""The HSDS 3.1 interface, mounted at /api/hsds/: open data about services, organisations and places.

Everything is public, read only, in the language of Accept-Language, and cached by content version.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path, reverse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import ValidationError

from acasa.foundation.city.queries import city, local_now

from .hsds import ids, rows, schemas
from .hsds.parameters import Depth, Organizations, Paging, Services, ServicesAtLocations, Terms
from .hsds.wording import Collected
from .hsds.writer import PROFILE, Json, Writer
from .open_data import open_data, problem

VERSION = "3.1"


class HsdsAPI(NinjaAPI):
    """A NinjaAPI whose OpenAPI document carries the HSDS schemas, so that it needs no other file."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        document = super().get_openapi_schema(**kwargs)
        document["components"]["schemas"] = schemas.components()
        return document


api = HsdsAPI(
    title="Acasă: services for newcomers (HSDS)",
    version=VERSION,
    description="Services, organisations and places of the city, after the Human Services Data Specification "
    "3.1 of Open Referral. Open data: no key, from any site, in the language of Accept-Language.",
    urls_namespace="hsds",
    docs_url=None,
    servers=[{"url": settings.BASE_URL}],
    openapi_extra={
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "externalDocs": {
            "url": "https://docs.openreferral.org/",
            "description": "HSDS, CC BY-SA, Open Referral",
        },
    },
)


@api.exception_handler(ValidationError)
def _wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _wrong(
        [
            {
                "parameter": str(one["loc"][-1]),
                "expected": one["msg"].removeprefix("Value error, "),
            }
            for one in error.errors
        ]
    )


def _wrong(errors: list[dict[str, str]]) -> HttpResponse:
    return problem(400, "Some parameters are not understood.", errors=errors)


# Answers


class _Answer:
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


def _list(
    request: HttpRequest,
    asked: Paging,
    found: QuerySet[Any] | Sequence[Any],
    write: Callable[[Writer, Any], Json],
    *,
    on_one_page: bool = False,
) -> HttpResponseBase:
    if unknown := _unknown(request, asked):
        return _wrong(unknown)
    answer = _Answer(request)
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


def _unknown(request: HttpRequest, asked: Schema) -> list[dict[str, str]]:
    """Parameters that mean nothing here: a misspelt filter must not answer with everything."""
    known = type(asked).model_fields
    expected = f"one of {', '.join(sorted(known))}"
    return [{"parameter": name[:80], "expected": expected} for name in request.GET if name not in known]


def _one(request: HttpRequest, row: Any, write: Callable[[Writer, Any], Json]) -> HttpResponse:
    if row is None:
        return problem(404, "There is nothing with this identifier.")
    answer = _Answer(request)
    return answer.json(write(answer.write, row))


def _find(identifier: str, find: Callable[[uuid.UUID], Any]) -> Any:
    try:
        key = uuid.UUID(identifier)
    except ValueError:
        return None
    return find(key) if str(key) == identifier.lower() else None


# What the OpenAPI document says of answers


def _component(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_UNCHANGED = {"description": "Nothing changed since the answer with the ETag given in If-None-Match."}


def _problems(*statuses: int) -> Json:
    words = {400: "A parameter is wrong or unknown.", 404: "There is nothing with this identifier."}
    body = {"application/problem+json": {"schema": _component("problem")}}
    return {status: {"description": words[status], "content": body} for status in statuses}


def _gives(description: str, schema: Json, *problems: int) -> Json:
    body = {"description": description, "content": {"application/json": {"schema": schema}}}
    return {"responses": {200: body, 304: _UNCHANGED, **_problems(*problems)}}


def _gives_pages(*names: str) -> Json:
    items = [_component(name) for name in names]
    item = items[0] if len(items) == 1 else {"anyOf": items}
    schema = {"allOf": [_component("page"), {"properties": {"contents": {"type": "array", "items": item}}}]}
    gives = _gives("A page of what matches.", schema, 400)
    gives["responses"][200]["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
    return gives


# Addresses


@api.get(
    "/",
    operation_id="getAPIMetaInformation",
    summary="About this interface",
    openapi_extra=_gives("The version, the profile and this document.", _component("root")),
)
def root(request: HttpRequest) -> HttpResponse:
    """The version of HSDS, how it is used here, and where its OpenAPI document is."""
    return _Answer(request).json(
        {
            "version": VERSION,
            "profile": settings.BASE_URL + reverse("hsds:profile"),
            "openapi_url": settings.BASE_URL + reverse("hsds:openapi-json"),
        }
    )


@api.get(
    "/profile",
    url_name="profile",
    operation_id="getProfile",
    summary="How this interface uses HSDS",
    openapi_extra=_gives("The use of fields and attributes, in words.", {"type": "object"}),
)
def profile(request: HttpRequest) -> HttpResponse:
    """What attributes say, and what some fields mean here."""
    return _Answer(request).json(PROFILE)


@api.get(
    "/schemas/{name}",
    operation_id="getSchemaByName",
    summary="An official schema of HSDS 3.1",
    openapi_extra=_gives("The JSON Schema (CC BY-SA 4.0, Open Referral).", {"type": "object"}, 404),
)
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """A JSON Schema by its name, such as service or service.json."""
    try:
        found = schemas.official(name.removesuffix(".json"))
    except KeyError:
        return problem(404, "There is no schema with this name.")
    return _Answer(request).json(found)


@api.get(
    "/services",
    operation_id="getPaginatedListOfServices",
    summary="Services",
    openapi_extra=_gives_pages("service", "minimal"),
)
def services(request: HttpRequest, asked: Query[Services]) -> HttpResponseBase:
    """Services with fields that are one to one; in full or minimal if asked."""
    found = rows.services(asked.wanted(_language(request)), full=asked.full and not asked.minimal)
    write = Writer.minimal_service if asked.minimal else Writer.full_service if asked.full else Writer.service
    return _list(request, asked, found, write, on_one_page=_all_at_once(asked))


@api.get(
    "/services/{id}",
    operation_id="getFullyNestedServiceById",
    summary="A service",
    openapi_extra=_gives("The service with everything under it.", _component("service"), 404),
)
def service(request: HttpRequest, id: str) -> HttpResponse:
    """A service with everything under it."""
    return _one(request, _find(id, rows.service), Writer.full_service)


@api.get(
    "/organizations",
    operation_id="getPaginatedListOfOrganizations",
    summary="Organizations",
    openapi_extra=_gives_pages("organization_with_services"),
)
def organizations(request: HttpRequest, asked: Query[Organizations]) -> HttpResponseBase:
    """Organizations with fields that are one to one; in full, or in full with full services, if asked."""
    found = rows.organisations(
        asked.wanted(_language(request)), full=asked.full, full_service=asked.full_service
    )

    def write(writer: Writer, row: Any) -> Json:
        if asked.full or asked.full_service:
            return writer.full_organization(row, full_service=asked.full_service)
        return writer.organization(row)

    return _list(request, asked, found, write)


@api.get(
    "/organizations/{id}",
    operation_id="getOrganizationById",
    summary="An organization",
    openapi_extra=_gives(
        "The organization with everything under it.", _component("organization_with_services"), 400, 404
    ),
)
def organization(request: HttpRequest, id: str, asked: Query[Depth]) -> HttpResponse:
    """An organization with everything under it; its services by name, or in full if asked."""
    if unknown := _unknown(request, asked):
        return _wrong(unknown)
    return _one(
        request,
        _find(id, rows.organisation),
        lambda writer, row: writer.full_organization(row, full_service=asked.full_service),
    )


@api.get(
    "/service_at_locations",
    operation_id="getPaginatedListOfServiceAtLocation",
    summary="Services at locations",
    openapi_extra=_gives_pages("service_at_location_with_service", "minimal"),
)
def service_at_locations(request: HttpRequest, asked: Query[ServicesAtLocations]) -> HttpResponseBase:
    """Services at the places where they are offered. What has no public place is not here."""
    try:
        wanted = asked.wanted(_language(request))
    except ValueError as error:
        return _wrong([{"parameter": "proximity", "expected": str(error)}])

    def write(writer: Writer, row: Any) -> Json:
        if asked.minimal:
            return writer.minimal_service_at_location(row.service, row.place)
        return writer.service_at_location(row.service, row.place, full=asked.full, service=True)

    found = rows.pairs(wanted, full=asked.full and not asked.minimal)
    return _list(request, asked, found, write, on_one_page=_all_at_once(asked))


@api.get(
    "/service_at_locations/{id}",
    operation_id="getServiceAtLocationWithNestedDataById",
    summary="A service at a location",
    openapi_extra=_gives(
        "The pair with everything under it.", _component("service_at_location_with_service"), 404
    ),
)
def service_at_location(request: HttpRequest, id: str) -> HttpResponse:
    """A service at a place, with everything under it."""
    return _one(
        request,
        _find(id, rows.pair),
        lambda writer, row: writer.service_at_location(row.service, row.place, full=True, service=True),
    )


@api.get(
    "/taxonomies",
    operation_id="getPaginatedListOfTaxonomies",
    summary="Taxonomies",
    openapi_extra=_gives_pages("taxonomy"),
)
def taxonomies(request: HttpRequest, asked: Query[Paging]) -> HttpResponseBase:
    """The one taxonomy: the topics of the city."""
    only = _Answer(request).write.taxonomy()
    said = rows.folded(f"{only['name']} {only['description']}")
    found = [only] if all(word in said for word in rows.folded(asked.search).split()) else []
    return _list(request, asked, found, lambda _writer, row: row)


@api.get(
    "/taxonomies/{id}",
    operation_id="getTaxonomyById",
    summary="A taxonomy",
    openapi_extra=_gives("The taxonomy.", _component("taxonomy"), 404),
)
def taxonomy(request: HttpRequest, id: str) -> HttpResponse:
    """A taxonomy by its identifier."""
    known = _find(id, lambda key: str(key) == ids.taxonomy(city().slug) or None)
    return _one(request, known, lambda writer, _row: writer.taxonomy())


@api.get(
    "/taxonomy_terms",
    operation_id="getPaginatedListOfTaxonomyTerms",
    summary="Taxonomy terms",
    openapi_extra=_gives_pages("taxonomy_term"),
)
def taxonomy_terms(request: HttpRequest, asked: Query[Terms]) -> HttpResponseBase:
    """The topics of the city. They stand side by side: all are at the top, none has a parent."""
    found = rows.topics(asked.wanted(_language(request)))
    if asked.parent_id is not None:
        found = found.none()
    return _list(request, asked, found, lambda writer, row: writer.taxonomy_term(row, detail=True))


@api.get(
    "/taxonomy_terms/{id}",
    operation_id="getTaxonomyTermById",
    summary="A taxonomy term",
    openapi_extra=_gives("The term.", _component("taxonomy_term"), 404),
)
def taxonomy_term(request: HttpRequest, id: str) -> HttpResponse:
    """A topic by its identifier."""
    return _one(request, _find(id, rows.topic), lambda writer, row: writer.taxonomy_term(row, detail=True))


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE  # type: ignore[attr-defined]


def _all_at_once(asked: Services) -> bool:
    return asked.minimal and "per_page" not in asked.model_fields_set


# Mounting


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return problem(404, "There is nothing at this address.")


def _opened() -> tuple[list[URLPattern], str, str]:
    patterns, application, namespace = api.urls
    for pattern in patterns:
        pattern.callback = open_data(pattern.callback)
    return [*patterns, re_path(r"", open_data(_nothing_here))], application, namespace


urls = _opened()
"""For urls.py: ``path("api/hsds/", urls)``."""
