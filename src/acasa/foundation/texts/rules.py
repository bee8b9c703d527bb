"""What a sentence is, how it is recognised again, and what a translation must keep. Pure functions."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

import sentencex


@dataclass(frozen=True, slots=True)
class Unit:
    """One translated sentence on its way in: from a PO file or a pack."""

    source: str
    text: str
    state: str
    """``machine``, ``draft`` or ``checked``."""
    checked_on: date | None = None
    checked_role: str = ""


PLACEHOLDER = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*)\}")
_BRACE = re.compile(r"[{}]")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

# Abbreviations after which sentencex ends a sentence in Romanian although none ends there (measured;
# law references: Legea 24/2000 on legislative technique; addresses: OUG 107/1995 street nomenclature).
_ABBREVIATIONS = {
    "ro": "al alin art bd bl bul cap cca cf col com dl dlui dna dr et etc ex gl ing int jud lit loc mun "
    "nr obs op ord pag pct prof sc sect sf st str șos tel urm vol",
    "en": "art etc no nr para str tel vs",
}


def normalise(text: str) -> str:
    """The text as it is stored and compared: NFC, single spaces, none at the ends, ş/ţ with comma below."""
    text = unicodedata.normalize("NFC", text).translate(_CEDILLA)
    return re.sub(r"\s+", " ", text).strip()


_CEDILLA = str.maketrans("ŞşŢţ", "ȘșȚț")


def sentence_hash(text: str, context: str = "") -> str:
    """The address of a sentence: 32 hexadecimal digits over its normalised text and its context."""
    material = f"{context}\x1f{normalise(text)}".encode()
    return hashlib.sha256(material).hexdigest()[:32]


def split_sentences(text: str, language: str) -> list[str]:
    """The sentences of a text, in order; joined by single spaces they give the normalised text again."""
    return list(_segmented(normalise(text), language))


@lru_cache(maxsize=4096)  # the texts of words and organisations are cut on every page that shows them
def _segmented(text: str, language: str) -> tuple[str, ...]:
    if not text:
        return ()
    pieces = [piece.strip() for piece in sentencex.segment(language.split("-")[0], text)]
    sentences: list[str] = []
    for piece in filter(None, pieces):
        if sentences and _continues(sentences[-1], piece, language):
            sentences[-1] = f"{sentences[-1]} {piece}"
        else:
            sentences.append(piece)
    # The segmenter is trusted with boundaries only: if it dropped or changed a character, keep one unit.
    return tuple(sentences) if " ".join(sentences) == text else (text,)


def _continues(before: str, after: str, language: str) -> bool:
    last = before.rsplit(" ", 1)[-1].lstrip("(„\"'").lower()
    abbreviations = _ABBREVIATIONS.get(language.split("-")[0], "").split()
    if last.endswith(".") and last[:-1] in abbreviations:
        return True
    if before.count("(") > before.count(")") or before.count("[") > before.count("]"):
        return True
    return not any(character.isalnum() or character == "{" for character in after)


def placeholders(text: str) -> Counter[str]:
    """How often each fact stands in a text."""
    return Counter(PLACEHOLDER.findall(text))


def link_targets(text: str) -> Counter[str]:
    """How often each address is linked from a text."""
    return Counter(_LINK.findall(text))


def stray_braces(text: str) -> bool:
    """Whether a brace stands in the text that is not part of a placeholder."""
    return bool(_BRACE.search(PLACEHOLDER.sub("", text)))


def translation_faults(source: str, translation: str) -> list[str]:
    """What a translation lost or made up: facts and links must be the same on both sides.

    Returns one code a fault: ``empty``, ``stray-brace``, ``missing:{fact}``, ``unknown:{fact}``,
    ``missing-link:{address}``, ``unknown-link:{address}``; an empty list where all is well.
    """
    if not translation.strip():
        return ["empty"]
    faults = ["stray-brace"] if stray_braces(translation) else []
    for here, there, what in (
        (placeholders(source), placeholders(translation), ""),
        (link_targets(source), link_targets(translation), "-link"),
    ):
        faults += [f"missing{what}:{name}" for name in (here - there)]
        faults += [f"unknown{what}:{name}" for name in (there - here)]
    return faults


def word_difference(before: str, after: str) -> list[tuple[str, str]]:
    """The change between two sentences, word by word: pairs of ``same``, ``gone`` or ``new`` and the words."""
    old, new = before.split(), after.split()
    pieces: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("gone", " ".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(("new", " ".join(new[j1:j2])))
    return pieces


def successors(before: list[str], after: list[str], *, threshold: float = 0.5) -> dict[str, str]:
    """Which new sentence took the place of which old one, as ``{new: old}``, in one field of one page.

    Sentences found on both sides are unchanged and not returned. In each changed stretch a new sentence
    is paired, in order, with the most similar old one still free, if they are similar enough.
    """
    pairs: dict[str, str] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag != "replace":
            continue
        free = before[i1:i2]
        for sentence in after[j1:j2]:
            if not free:
                break
            best = max(free, key=lambda old: _similarity(old, sentence))
            if _similarity(best, sentence) >= threshold or len(free) == len(after[j1:j2]) == 1:
                pairs[sentence] = best
                free.remove(best)
    return pairs


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(a=one.lower().split(), b=other.lower().split(), autojunk=False).ratio()
