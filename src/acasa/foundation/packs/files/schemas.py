"""What every schema of a pack has in common: nothing unknown, and nothing taken for something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


def _as_written(schema: Any, of: type[BaseModel]) -> Any:
    """pydantic's own description of a model, without its readiness to take one thing for another."""
    kind = schema["type"]
    if kind in ("int", "float", "bool"):
        return {**schema, "strict": True}
    if kind in ("time", "date", "datetime", "decimal"):
        refuse = _refuse_truth if kind == "decimal" else _refuse_numbers(f"{kind}_type")
        return core_schema.no_info_before_validator_function(refuse, schema)
    if kind == "model" and schema["cls"] is not of:  # it has seen to itself
        return schema
    inner = {name: _as_written(schema[name], of) for name in ("schema", "items_schema") if name in schema}
    if kind == "model-fields":
        fields = schema["fields"].items()
        inner["fields"] = {name: {**one, "schema": _as_written(one["schema"], of)} for name, one in fields}
    return {**schema, **inner}


_JUST_DIGITS = re.compile(r"\s*[-+]?\d+(\.\d+)?\s*")


def _refuse_numbers(problem: Any) -> Callable[[Any], Any]:
    """For days and times: a number would be taken for seconds."""

    def refuse(value: Any) -> Any:
        if isinstance(value, int | float | Decimal) or (
            isinstance(value, str) and _JUST_DIGITS.fullmatch(value)
        ):
            raise PydanticCustomError(problem, problem)
        return value

    return refuse


def _refuse_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("decimal_type", "decimal_type")
    return value


class PackModel(BaseModel):
    """The base of every pack schema: unknown fields are mistakes, numbers may stand for texts, and nothing else for
    another thing: 18 is no time, and “yes” is not true."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _as_written(handler(source), cls)
