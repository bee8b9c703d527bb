"""From what an author writes to an edition's document, and the difference between two editions. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pydantic import TypeAdapter

from acasa.foundation.texts.rules import link_targets, placeholders, stray_braces, word_difference

from .document import GLANCE, Block, Document, Glance

Split = Callable[[str], list[str]]
_BLOCK: TypeAdapter[Any] = TypeAdapter(Block)

# Which fields of a block are texts to be cut into sentences, and which are one unit as they stand.
_SPLIT = {"text", "answer", "ask"}
_WHOLE = {"title"}


def project(page: Mapping[str, Any], *, split: Split) -> Document:
    """The document of an edition from a page in its authored form (that of a pack's file, blocks flat).

    Raises pydantic.ValidationError where the page is not complete.
    """
    return Document(
        topic=page["topic"],
        slug=page["slug"],
        kind=page["kind"],
        title=(page["title"],),
        summary=tuple(split(page["summary"])),
        audience=tuple(page["audience"]),
        owner=page["owner"],
        review_by=page["review_by"],
        sensitive=page.get("sensitive", False),
        questions=tuple(page.get("questions", ())),
        glance=Glance(**{name: tuple(split(page.get("glance", {}).get(name, ""))) for name in GLANCE}),
        blocks=tuple(_BLOCK.validate_python(_block(block, split)) for block in page["blocks"]),
        next=tuple(page.get("next", ())),
    )


def _block(block: Mapping[str, Any], split: Split) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in block.items():
        if block["kind"] == "source" or value in (None, ""):
            if value not in (None, ""):
                out[name] = value
        elif name in _SPLIT:
            out[name] = tuple(split(value))
        elif name in _WHOLE:
            out[name] = (value,)
        elif name == "items":
            out[name] = tuple(tuple(split(item)) for item in value)
        else:
            out[name] = value
    return out


@dataclass(frozen=True, slots=True)
class References:
    """What a document points to: facts, pages, services, organisations, words, and addresses outside."""

    facts: frozenset[str]
    pages: frozenset[str]
    services: frozenset[str]
    organisations: frozenset[str]
    words: frozenset[str]
    outside: frozenset[str]
    unknown: frozenset[str]


def references(document: Document) -> References:
    """Everything a document points to, in its texts and in its blocks."""
    found: dict[str, set[str]] = {
        name: set() for name in ("page", "service", "organisation", "outside", "unknown")
    }
    facts: set[str] = set()
    words: set[str] = set()
    for text in document.sentences():
        facts |= set(placeholders(text))
        for target in link_targets(text):
            scheme, _, rest = target.partition(":")
            if scheme in ("http", "https"):
                found["outside"].add(target)
            elif scheme in found and rest:
                found[scheme].add(rest)
            else:
                found["unknown"].add(target)
    found["page"] |= set(document.next)
    for block in document.blocks:
        match block.kind:
            case "where":
                found["service"] |= {block.service} - {""}
                found["organisation"] |= {block.organisation} - {""}
            case "term":
                words.add(block.word)
            case "letter" | "source" if block.url:
                found["outside"].add(block.url)
    return References(
        frozenset(facts),
        frozenset(found["page"]),
        frozenset(found["service"]),
        frozenset(found["organisation"]),
        frozenset(words),
        frozenset(found["outside"]),
        frozenset(found["unknown"]),
    )


def term_pattern(term: str, abbreviation: str = "") -> re.Pattern[str]:
    """Finds an official term in running text, with Romanian endings (permisului de ședere), or its abbreviation."""
    words = r"\s+".join(_inflected(word) for word in term.split())
    short = rf"|{re.escape(abbreviation)}" if abbreviation and abbreviation != term else ""
    return re.compile(rf"\b(?:(?i:{words}){short})\b")


def _inflected(word: str) -> str:
    """A word with any of its endings: the article and the cases follow the stem."""
    stem = re.escape(word[:-1] if word[-1] in "aăeiîou" else word)
    return rf"{stem}\w{{0,4}}" if len(word) > 3 and not word.isupper() else re.escape(word)


def text_faults(document: Document) -> list[str]:
    """Sentences whose markup cannot be read."""
    return [text for text in document.sentences() if stray_braces(text)]


@dataclass(frozen=True, slots=True)
class Change:
    """One changed sentence between two editions: the words that stayed, went and came."""

    part: str
    words: tuple[tuple[str, str], ...]


def difference(before: Document, after: Document) -> list[Change]:
    """What changed between two editions, in reading order, word by word."""
    changes: list[Change] = []
    old, new = before.fields(), after.fields()
    for part in new:
        for tag, i1, i2, j1, j2 in SequenceMatcher(a=old[part], b=new[part], autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            gone, came = old[part][i1:i2], new[part][j1:j2]
            paired = min(len(gone), len(came))
            changes += [
                Change(part, tuple(word_difference(one, other)))
                for one, other in zip(gone[:paired], came[:paired], strict=True)
            ]
            changes += [Change(part, (("gone", text),)) for text in gone[paired:]]
            changes += [Change(part, (("new", text),)) for text in came[paired:]]
    settings = ("kind", "audience", "owner", "review_by", "sensitive", "next")
    for name in settings:
        one, other = _shown(getattr(before, name)), _shown(getattr(after, name))
        if one != other:
            changes.append(Change(name, (("gone", one), ("new", other))))
    return changes


def _shown(value: Any) -> str:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return ", ".join(value)
