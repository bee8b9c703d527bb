"""The official HSDS schemas, as components of our OpenAPI document."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

FOLDER = Path(__file__).resolve().parents[1] / "hsds_schemas"
_NOT_OBJECTS = {"openapi"}
# What the tabular form of HSDS adds to JSON Schema and what no validator reads.
_TABULAR = {
    "name",
    "path",
    "constraints",
    "core",
    "datapackage_metadata",
    "datapackage_type",
    "example",
    "tabular_required",
}


def names() -> list[str]:
    """The names of the vendored schemas: organization, service and so on."""
    return sorted(path.stem for path in FOLDER.glob("*.json") if path.stem not in _NOT_OBJECTS)


@lru_cache(maxsize=64)
def official(name: str) -> Json:
    """A schema as Open Referral publishes it. Raises KeyError for an unknown name."""
    if name not in names():
        raise KeyError(name)
    return json.loads((FOLDER / f"{name}.json").read_text())


def components() -> Json:
    """The schemas with references among themselves, and the answers that HSDS describes in words."""
    schemas = {name: _component(official(name)) for name in names()}
    schemas["page"] = _PAGE
    schemas["problem"] = _PROBLEM
    schemas["root"] = _ROOT
    schemas["minimal"] = {
        "type": "object",
        "description": "Only what tells a reader whether to ask again.",
        "required": ["id", "last_modified"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "last_modified": {"type": "string", "format": "date-time"},
        },
    }
    schemas["organization_with_services"] = {
        "allOf": [
            {"$ref": "#/components/schemas/organization"},
            {
                "properties": {
                    "services": {"type": "array", "items": {"$ref": "#/components/schemas/service"}}
                }
            },
        ]
    }
    schemas["service_at_location_with_service"] = {
        "allOf": [
            {"$ref": "#/components/schemas/service_at_location"},
            {"properties": {"service": {"$ref": "#/components/schemas/service"}}},
        ]
    }
    return schemas


def reference(name: str) -> Json:
    """A reference to one of :func:`components`."""
    return {"$ref": f"#/components/schemas/{name}"}


_UNCHANGED = {"description": "Nothing changed since the answer with the ETag given in If-None-Match."}


def _problems(*statuses: int) -> dict[int, Json]:
    words = {400: "A parameter is wrong or unknown.", 404: "There is nothing with this identifier."}
    body = {"application/problem+json": {"schema": reference("problem")}}
    return {status: {"description": words[status], "content": body} for status in statuses}


def gives(description: str, schema: Json, *problems: int) -> Json:
    """What an operation answers with, for ``openapi_extra``."""
    body = {"description": description, "content": {"application/json": {"schema": schema}}}
    return {"responses": {200: body, 304: _UNCHANGED, **_problems(*problems)}}


def gives_pages(*names: str) -> Json:
    """The same for a list whose contents are any of these components."""
    items = [reference(name) for name in names]
    item = items[0] if len(items) == 1 else {"anyOf": items}
    schema = {"allOf": [reference("page"), {"properties": {"contents": {"type": "array", "items": item}}}]}
    answer = gives("A page of what matches.", schema, 400)
    answer["responses"][200]["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
    return answer


def _component(schema: Any, *, properties: bool = False) -> Any:
    if isinstance(schema, list):
        return [_component(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": f"#/components/schemas/{schema['$ref'].removesuffix('.json')}"}
    return {
        name: _component(value, properties=name == "properties" and not properties)
        for name, value in schema.items()
        if properties or name not in _TABULAR
    }


_PAGE: Json = {
    "type": "object",
    "required": [
        "total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents",
    ],
    "properties": {
        "total_items": {"type": "integer", "minimum": 0, "description": "How many there are on all pages."},
        "total_pages": {"type": "integer", "minimum": 0},
        "page_number": {"type": "integer", "minimum": 1},
        "size": {"type": "integer", "minimum": 0, "description": "How many there are on this page."},
        "first_page": {"type": "boolean"},
        "last_page": {"type": "boolean"},
        "empty": {"type": "boolean"},
        "contents": {"type": "array"},
    },
}  # fmt: skip

_PROBLEM: Json = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "expected"],
                "properties": {"parameter": {"type": "string"}, "expected": {"type": "string"}},
            },
        },
    },
}

_ROOT: Json = {
    "type": "object",
    "required": ["version", "profile", "openapi_url"],
    "properties": {
        "version": {"type": "string", "description": "HSDS version of this API."},
        "profile": {"type": "string", "format": "uri", "description": "How this API uses HSDS."},
        "openapi_url": {"type": "string", "format": "uri"},
    },
}
