"""Words and plain pages, between a pack's entry and a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acasa.foundation.city.pack_parts import Slug
from acasa.foundation.packs.files import PackModel
from acasa.foundation.texts.kinds import Fields, Kind
from acasa.foundation.texts.rules import split_sentences

from . import markdown
from .models import PlainPage, Word
from .schemas import Text, WordSchema


class PlainSchema(PackModel):
    """A file of ``pages/``: its name, its first line, and the rest."""

    id: Slug
    title: Text
    markdown: Text


def of_word(data: Mapping[str, Any], language: str) -> Fields:
    """The sentences of a word; the term itself and its example stay in the language of the door."""
    return {
        "meaning": split_sentences(data["meaning"], language),
        "where_met": split_sentences(data.get("where_met") or "", language),
    }


def of_plain_page(data: Mapping[str, Any], language: str) -> Fields:
    return {"title": [data["title"]], "body": markdown.sentences(data["markdown"], language)}


WORD = Kind(
    "word", Word, WordSchema, of_word,
    plain=("term", "meaning", "avoid"), optional=("abbreviation", "where_met", "example"),
)  # fmt: skip
PLAIN = Kind("plain", PlainPage, PlainSchema, of_plain_page, plain=("title", "markdown"))
