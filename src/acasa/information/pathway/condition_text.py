"""Conditions as editors write them: one alternative a line, ``purpose: work, study; place_now: here``. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from acasa.foundation.packs.said import Said

from .conditions import RuleInvalid


def written(alternatives: Iterable[Mapping[str, Iterable[str]]]) -> str:
    """The lines of a condition as it is stored."""
    return "\n".join(
        "; ".join(f"{name}: {', '.join(answers)}" for name, answers in one.items()) for one in alternatives
    )


def read(text: str) -> list[dict[str, list[str]]]:
    """The condition of some lines. Raises :class:`RuleInvalid` naming the line that cannot be read."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        one: dict[str, list[str]] = {}
        for part in filter(None, (part.strip() for part in line.split(";"))):
            name, colon, answers = part.partition(":")
            listed = [answer.strip() for answer in answers.split(",") if answer.strip()]
            if not colon or not listed or name.strip() in one:
                raise RuleInvalid(
                    Said(
                        "line %(number)s: expected “question: answer, answer; question: answer”, each once",
                        number=number,
                    )
                )
            one[name.strip()] = listed
        if one:
            found.append(one)
    return found
