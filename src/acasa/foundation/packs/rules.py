"""Three-way merging of what a pack said, what stands here and what the pack says now. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from pathlib import PurePosixPath
from typing import Any

Data = dict[str, Any]


def merge(*, base: Data | None, here: Data | None, pack: Data) -> tuple[Data | None, set[str]]:
    """Joins what the pack says with what stands here, field by field.

    ``base`` is what the pack said last time. Returns the joined data and the fields changed on both sides
    in different ways: those keep what stands here. What was deleted here stays deleted (None); if the pack
    changed it since, the changed fields are in dispute.
    """
    if here is None:
        return (dict(pack), set()) if base is None else (None, different_fields(base, pack))
    if base is None:
        disputed = different_fields(here, pack)
        return dict(here), disputed
    merged, disputed = dict(here), set()
    for name in base.keys() | here.keys() | pack.keys():
        ancestor, mine, theirs = base.get(name), here.get(name), pack.get(name)
        if mine == theirs or theirs == ancestor:
            continue
        if mine == ancestor:
            if theirs is None:
                merged.pop(name, None)
            else:
                merged[name] = theirs
        else:
            disputed.add(name)
    return merged, disputed


def different_fields(one: Data, other: Data) -> set[str]:
    """The names of the fields that differ."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def texts_longer_than(data: Any, most: int) -> list[tuple[str | int, ...]]:
    """Where in an entry's data texts have more characters than ``most``, in the order in which they stand."""
    if isinstance(data, str):
        return [()] if len(data) > most else []
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [(name, *rest) for name, value in parts for rest in texts_longer_than(value, most)]


_ALIKE = 0.7
"""How much of a name must be the same for it to be meant; below that, guesses mislead."""


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty where none is like it."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=_ALIKE)), "")


def nearest_file(name: str, patterns: Iterable[str]) -> str:
    """How a file would have to be called to be read; empty where no pattern is like its name."""
    near = {_filled(pattern, name) for pattern in patterns}
    likeness = {one: SequenceMatcher(None, name, one).ratio() for one in near}
    best = max(sorted(near), key=likeness.__getitem__, default="")
    return best if best and likeness[best] >= _ALIKE else ""


def _filled(pattern: str, name: str) -> str:
    """The pattern with the name's own words where anything may stand."""
    parts, own = PurePosixPath(pattern).parts, PurePosixPath(name).parts
    if len(parts) != len(own):
        return pattern
    return "/".join(
        part.replace("*", PurePosixPath(mine).stem if "." in part else mine)
        for part, mine in zip(parts, own, strict=True)
    )
