"""Which sentences a letter consists of, field by field, for translation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from acasa.foundation.texts.kinds import Fields
from acasa.foundation.texts.rules import split_sentences


def of_letter(data: Mapping[str, Any], language: str) -> Fields:
    """Everything but the addressee, which stands as it is in both copies; ``language`` is that of the text."""
    fields = data["fields"]
    return {
        "title": [data["title"]],
        "summary": split_sentences(data["summary"], language),
        "subject": [data["subject"]],
        "labels": [s for field in fields for s in split_sentences(field["label"], language)],
        "help": [s for field in fields for s in split_sentences(field.get("help") or "", language)],
        "options": [option["label"] for field in fields for option in field.get("options") or ()],
        "body": [s for one in data["body"] for s in split_sentences(one["text"], language)],
        "attachments": list(data.get("attachments") or ()),
        "notes": [
            s
            for note in data.get("notes") or ()
            for s in split_sentences(note if isinstance(note, str) else note["text"], language)
        ],
    }
