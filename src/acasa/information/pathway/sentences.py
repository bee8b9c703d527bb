"""Which sentences a question, step or persona consists of, field by field, for translation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acasa.foundation.texts.rules import split_sentences

Data = Mapping[str, Any]
Fields = dict[str, list[str]]


def of_question(data: Data, language: str) -> Fields:
    """``language`` is that of the text; it decides where a sentence ends."""
    return {
        "ask": split_sentences(data["ask"], language),
        "why": split_sentences(data["why"], language),
        "expires": [data["expires"]] if data.get("expires") else [],
        "options": [option["label"] for option in data.get("options") or ()],
    }


def of_step(data: Data, language: str) -> Fields:
    return {
        "title": [data["title"]],
        **{name: split_sentences(data.get(name) or "", language) for name in ("text", "cost", "doubt")},
        "documents": list(data.get("documents") or ()),
    }


def of_persona(data: Data, language: str) -> Fields:
    return {"title": [data["title"]]}
