"""What a schema found, in our words: where, and what was expected there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .. import rules
from ..said import Said, Wrong
from .faults import FieldPath

_shapes: dict[str, Said] = {}


def shaped(pattern: str, words: Said) -> str:
    """The pattern, for a schema; who writes something else is told in these words, not in a pattern."""
    _shapes[pattern] = words
    return pattern


def problems(error: ValidationError, schema: type[BaseModel] | None = None) -> list[tuple[FieldPath, Said]]:
    """What a schema found: the place of each field, and what was expected there.

    With the schema, an unknown field is answered with the known ones.
    """
    return [(_place(problem), _expected(problem, schema)) for problem in error.errors()]


def _in_file(part: str | int) -> bool:
    """Whether a step of pydantic's error location is a field, not the name of a branch it tried."""
    return isinstance(part, int) or bool(re.fullmatch(r"[a-z_]+", part))


def _place(problem: Any) -> FieldPath:
    place = tuple(part for part in problem["loc"] if _in_file(part))
    wrong = _raised(problem)
    return (*place, wrong.field) if isinstance(wrong, Wrong) else place


def _raised(problem: Any) -> Exception | None:
    """What a validator of ours raised."""
    return problem.get("ctx", {}).get("error") if problem["type"] == "value_error" else None


def _unknown(problem: Any, schema: type[BaseModel] | None) -> Said:
    if schema is None:
        return Said("not known here; the known fields stand in docs/reference/packs.md")
    *around, name = problem["loc"]
    known = _fields_at(schema, tuple(around))
    if near := rules.nearest_word(str(name), known):
        return Said("not known here; did you mean “%(near)s”?", near=near)
    return Said("not known here; expected one of: %(known)s", known=", ".join(sorted(known)))


OTHER = Said("%(problem)s, found %(found)s").wording
"""For what a library says and we have no words for; the tests see to it that no schema of ours needs it."""


def _expected(problem: Any, schema: type[BaseModel] | None = None) -> Said:
    shown = repr(problem.get("input"))
    if len(shown) > 60:
        shown = shown[:57] + "…"
    match problem["type"]:
        case "missing":
            return Said("expected, but it is missing")
        case "extra_forbidden":
            return _unknown(problem, schema)
        case "literal_error" | "enum":
            return Said(
                "expected one of %(known)s, found %(found)s",
                known=problem["ctx"]["expected"].replace(" or ", ", "),
                found=shown,
            )
        case "string_pattern_mismatch":
            pattern = problem["ctx"]["pattern"]
            return Said("expected %(form)s, found %(found)s", form=_shapes.get(pattern, pattern), found=shown)
        case "string_too_long":
            return Said("expected at most %(most)s characters", most=problem["ctx"]["max_length"])
        case "too_long":
            return Said("expected at most %(most)s of them", most=problem["ctx"]["max_length"])
        case "time_type" | "time_parsing":
            return Said("expected a time such as 18:30, found %(found)s", found=shown)
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return Said("expected a day of the calendar such as 2026-11-30, found %(found)s", found=shown)
        case "datetime_type" | "datetime_parsing" | "datetime_from_date_parsing":
            return Said("expected a day and a time such as 2026-11-30 18:30, found %(found)s", found=shown)
        case "float_type" | "float_parsing" | "decimal_type" | "decimal_parsing" | "finite_number":
            return Said("expected a number such as 12.5, found %(found)s", found=shown)
        case "union_tag_invalid" | "union_tag_not_found":
            known = problem["ctx"].get("expected_tags") or problem["ctx"]["discriminator"]
            return Said("expected one of %(known)s, found %(found)s", known=known, found=shown)
        case "string_too_short" | "too_short":
            return Said("expected something, but it is empty")
        case "int_type" | "int_parsing" | "int_from_float":
            return Said("expected a whole number, found %(found)s", found=shown)
        case "greater_than_equal":
            return Said(
                "expected %(least)s or more, found %(found)s", least=problem["ctx"]["ge"], found=shown
            )
        case "less_than_equal":
            return Said("expected %(most)s or less, found %(found)s", most=problem["ctx"]["le"], found=shown)
        case "bool_type" | "bool_parsing":
            return Said("expected true or false, found %(found)s", found=shown)
        case "string_type":
            return Said("expected a text, found %(found)s", found=shown)
        case "list_type":
            return Said("expected a list (each entry begins with “- ”)")
        case "dict_type" | "model_type" | "model_attributes_type":
            return Said("expected fields (“name: value”)")
    if wrong := _raised(problem):
        return wrong.expected if isinstance(wrong, Wrong) else Said(str(wrong))
    message = problem["msg"]
    return Said(OTHER, problem=message[0].lower() + message[1:], found=shown)


def _leaves(annotation: Any) -> Iterator[Any]:
    """The types of the values that a field may hold, within lists too."""
    if get_origin(annotation) in (list, Union, UnionType):
        for one in get_args(annotation):
            yield from _leaves(one)
    elif get_origin(annotation) is Annotated:
        yield from _leaves(get_args(annotation)[0])
    else:
        yield annotation


def _fields_at(schema: type[BaseModel], place: tuple[str | int, ...]) -> set[str]:
    """The names of the fields of the things that may stand at a place."""
    models = {schema}
    for step in place:
        if isinstance(step, int):
            continue
        inside = {
            model
            for one in models
            for name, known in one.model_fields.items()
            if step in (name, known.alias)
            for model in _models(known.annotation)
        }
        # What is no field is a tag, by which pydantic chose one of several models.
        models = inside or {one for one in models if step in _tags(one)} or models
    return {known.alias or name for one in models for name, known in one.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for leaf in _leaves(annotation):
        if isinstance(leaf, type) and issubclass(leaf, BaseModel):
            yield leaf


def _tags(model: type[BaseModel]) -> set[Any]:
    return {
        tag
        for known in model.model_fields.values()
        if get_origin(known.annotation) is Literal
        for tag in get_args(known.annotation)
    }
