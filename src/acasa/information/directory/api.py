"""The HSDS 3.1 interface, mounted at /api/hsds/: open data about services, organisations and places.

Everything is public, read only, in the language of Accept-Language, and cached by content version.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import re_path, reverse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from acasa.foundation.city.queries import city

from .hsds import answers, ids, rows, schemas
from .hsds.parameters import Depth, Organizations, Paging, Services, ServicesAtLocations, Terms
from .hsds.schemas import gives, gives_pages, reference
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
    return answers.wrong(
        [
            {
                "parameter": str(one["loc"][-1]),
                "expected": one["msg"].removeprefix("Value error, "),
            }
            for one in error.errors
        ]
    )


# Addresses


@api.get(
    "/",
    operation_id="getAPIMetaInformation",
    summary="About this interface",
    openapi_extra=gives("The version, the profile and this document.", reference("root")),
)
def root(request: HttpRequest) -> HttpResponse:
    """The version of HSDS, how it is used here, and where its OpenAPI document is."""
    return answers.Answer(request).json(
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
    openapi_extra=gives("The use of fields and attributes, in words.", {"type": "object"}),
)
def profile(request: HttpRequest) -> HttpResponse:
    """What attributes say, and what some fields mean here."""
    return answers.Answer(request).json(PROFILE)


@api.get(
    "/schemas/{name}",
    operation_id="getSchemaByName",
    summary="An official schema of HSDS 3.1",
    openapi_extra=gives("The JSON Schema (CC BY-SA 4.0, Open Referral).", {"type": "object"}, 404),
)
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """A JSON Schema by its name, such as service or service.json."""
    try:
        found = schemas.official(name.removesuffix(".json"))
    except KeyError:
        return problem(404, "There is no schema with this name.")
    return answers.Answer(request).json(found)


@api.get(
    "/services",
    operation_id="getPaginatedListOfServices",
    summary="Services",
    openapi_extra=gives_pages("service", "minimal"),
)
def services(request: HttpRequest, asked: Query[Services]) -> HttpResponseBase:
    """Services with fields that are one to one; in full or minimal if asked."""
    found = rows.services(asked.wanted(_language(request)), full=asked.full and not asked.minimal)
    write = Writer.minimal_service if asked.minimal else Writer.full_service if asked.full else Writer.service
    return answers.page(request, asked, found, write, on_one_page=_all_at_once(asked))


@api.get(
    "/services/{id}",
    operation_id="getFullyNestedServiceById",
    summary="A service",
    openapi_extra=gives("The service with everything under it.", reference("service"), 404),
)
def service(request: HttpRequest, id: str) -> HttpResponse:
    """A service with everything under it."""
    return answers.one(request, answers.find(id, rows.service), Writer.full_service)


@api.get(
    "/organizations",
    operation_id="getPaginatedListOfOrganizations",
    summary="Organizations",
    openapi_extra=gives_pages("organization_with_services"),
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

    return answers.page(request, asked, found, write)


@api.get(
    "/organizations/{id}",
    operation_id="getOrganizationById",
    summary="An organization",
    openapi_extra=gives(
        "The organization with everything under it.", reference("organization_with_services"), 400, 404
    ),
)
def organization(request: HttpRequest, id: str, asked: Query[Depth]) -> HttpResponse:
    """An organization with everything under it; its services by name, or in full if asked."""
    if unknown := answers.unknown_parameters(request, asked):
        return answers.wrong(unknown)
    return answers.one(
        request,
        answers.find(id, rows.organisation),
        lambda writer, row: writer.full_organization(row, full_service=asked.full_service),
    )


@api.get(
    "/service_at_locations",
    operation_id="getPaginatedListOfServiceAtLocation",
    summary="Services at locations",
    openapi_extra=gives_pages("service_at_location_with_service", "minimal"),
)
def service_at_locations(request: HttpRequest, asked: Query[ServicesAtLocations]) -> HttpResponseBase:
    """Services at the places where they are offered. What has no public place is not here."""

    def write(writer: Writer, row: Any) -> Json:
        if asked.minimal:
            return writer.minimal_service_at_location(row.service, row.place)
        return writer.service_at_location(row.service, row.place, full=asked.full, service=True)

    found = rows.pairs(asked.wanted(_language(request)), full=asked.full and not asked.minimal)
    return answers.page(request, asked, found, write, on_one_page=_all_at_once(asked))


@api.get(
    "/service_at_locations/{id}",
    operation_id="getServiceAtLocationWithNestedDataById",
    summary="A service at a location",
    openapi_extra=gives(
        "The pair with everything under it.", reference("service_at_location_with_service"), 404
    ),
)
def service_at_location(request: HttpRequest, id: str) -> HttpResponse:
    """A service at a place, with everything under it."""
    return answers.one(
        request,
        answers.find(id, rows.pair),
        lambda writer, row: writer.service_at_location(row.service, row.place, full=True, service=True),
    )


@api.get(
    "/taxonomies",
    operation_id="getPaginatedListOfTaxonomies",
    summary="Taxonomies",
    openapi_extra=gives_pages("taxonomy"),
)
def taxonomies(request: HttpRequest, asked: Query[Paging]) -> HttpResponseBase:
    """The one taxonomy: the topics of the city."""
    only = answers.Answer(request).write.taxonomy()
    said = rows.folded(f"{only['name']} {only['description']}")
    found = [only] if all(word in said for word in rows.folded(asked.search).split()) else []
    return answers.page(request, asked, found, lambda _writer, row: row)


@api.get(
    "/taxonomies/{id}",
    operation_id="getTaxonomyById",
    summary="A taxonomy",
    openapi_extra=gives("The taxonomy.", reference("taxonomy"), 404),
)
def taxonomy(request: HttpRequest, id: str) -> HttpResponse:
    """A taxonomy by its identifier."""
    known = answers.find(id, lambda key: str(key) == ids.taxonomy(city().slug) or None)
    return answers.one(request, known, lambda writer, _row: writer.taxonomy())


@api.get(
    "/taxonomy_terms",
    operation_id="getPaginatedListOfTaxonomyTerms",
    summary="Taxonomy terms",
    openapi_extra=gives_pages("taxonomy_term"),
)
def taxonomy_terms(request: HttpRequest, asked: Query[Terms]) -> HttpResponseBase:
    """The topics of the city. They stand side by side: all are at the top, none has a parent."""
    found = rows.topics(asked.wanted(_language(request)))
    if asked.parent_id is not None:
        found = found.none()
    return answers.page(request, asked, found, lambda writer, row: writer.taxonomy_term(row, detail=True))


@api.get(
    "/taxonomy_terms/{id}",
    operation_id="getTaxonomyTermById",
    summary="A taxonomy term",
    openapi_extra=gives("The term.", reference("taxonomy_term"), 404),
)
def taxonomy_term(request: HttpRequest, id: str) -> HttpResponse:
    """A topic by its identifier."""
    return answers.one(
        request, answers.find(id, rows.topic), lambda writer, row: writer.taxonomy_term(row, detail=True)
    )


def _language(request: HttpRequest) -> str:
    return request.LANGUAGE_CODE  # type: ignore[attr-defined]


def _all_at_once(asked: Services) -> bool:
    return asked.minimal and "per_page" not in asked.model_fields_set


# Mounting


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return problem(404, "There is nothing at this address.")


def _opened() -> tuple[list[Any], str, str]:
    found, application, namespace = api.urls
    patterns: list[Any] = list(found)
    for pattern in patterns:
        pattern.callback = open_data(pattern.callback)
    return [*patterns, re_path(r"", open_data(_nothing_here))], application, namespace


urls = _opened()
"""For urls.py: ``path("api/hsds/", urls)``."""
