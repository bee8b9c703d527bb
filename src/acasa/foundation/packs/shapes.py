"""Small shapes that entries of many kinds have in a pack: names, texts, lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from .files import shaped
from .said import Said, Wrong

Name = Annotated[
    str, Field(pattern=shaped(r"^[a-z][a-z0-9_]*$", Said("lower-case words with underscores")), max_length=40)
]
Text = Annotated[str, Field(min_length=1)]


def listed(value: Any) -> Any:
    """One line may be written without a list around it."""
    return [value] if isinstance(value, str) else value


Lines = Annotated[list[Text], BeforeValidator(listed)]


def all_different(field: str, names: Iterable[str]) -> None:
    """Raises :class:`~.said.Wrong` for a field in which a name stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Wrong(field, Said("“%(name)s” stands twice.", name=name))
        seen.add(name)
