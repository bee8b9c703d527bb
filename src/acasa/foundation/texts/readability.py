"""How easy a text is to read, with the reasons. Pure functions; advice for authors, never a barrier.

The score starts at 100 and loses points for long sentences, long words (as in LIX: Björnsson 1968, “Läsbarhet”,
which needs no syllables and so fits any language), passives, chains of abstract nouns and official phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import markup
from .plain_words import OFFICIAL_PHRASES, SHAPES
from .rules import split_sentences

LONG_SENTENCE = 20
"""Words from which a sentence is called long."""

EASY_SENTENCE = 12
"""The average length (words) up to which nothing is lost."""

LONG_WORD = 6
"""A word with more letters is long (LIX)."""

EASY_SHARE = {"ro": 0.30, "en": 0.20}
"""The share of long words up to which nothing is lost; Romanian words are longer (measured on the guide)."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Warning:
    """One thing that makes a sentence hard; ``what`` names the kind, ``words`` the place, ``instead`` a way out."""

    what: str
    """``long-sentence``, ``passive``, ``abstract``, ``official`` or ``other-word``."""
    sentence: str
    words: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Ease:
    """How easy a text is: the score (0 to 100, more is easier), what it was made of, and what to mend."""

    score: int
    words: int
    sentences: int
    average: float
    """Words in a sentence."""
    long_share: float
    """Long words among all, 0 to 1."""
    lost: tuple[tuple[str, int], ...]
    """The points lost, by reason: ``sentences``, ``words``, ``passive``, ``abstract``, ``official``."""
    warnings: tuple[Warning, ...]

    @property
    def lix(self) -> int:
        """Björnsson's index: below 30 very easy, up to 40 easy, up to 50 medium, above that hard."""
        return round(self.average + 100 * self.long_share)


def assess(
    texts: Iterable[str], language: str, *, other_words: Mapping[str, str] | None = None
) -> Ease | None:
    """How easy some texts (with their markup) are in a language, ``ro`` or ``en``; None for any other or no text.

    ``other_words`` are wordings to avoid, each with the term that is used here.
    """
    if language not in SHAPES:
        return None
    avoided = {wording: _pattern(wording) for wording in other_words or {}}
    shapes = SHAPES[language]
    official = {phrase: _pattern(phrase) for phrase in OFFICIAL_PHRASES[language]}
    count = letters_long = sentences = 0
    warnings: list[Warning] = []
    for text in texts:
        for marked in split_sentences(text, language):
            sentence = _readable(marked)
            words = _WORD.findall(sentence)
            if not words:
                continue
            sentences += 1
            count += len(words)
            letters_long += sum(len(word) > LONG_WORD for word in words)
            if len(words) > LONG_SENTENCE:
                warnings.append(Warning("long-sentence", sentence, str(len(words))))
            warnings += [
                Warning("passive", sentence, found[0])
                for found in shapes.passive.finditer(sentence)
                if found[0].split()[-1].lower() not in shapes.adjectives
            ]
            abstract = [w for w in shapes.abstract.findall(sentence) if w.lower() not in shapes.common]
            if len(abstract) >= (2 if language == "ro" else 3):
                warnings.append(Warning("abstract", sentence, ", ".join(abstract)))
            for kind, patterns, instead in (
                ("official", official, OFFICIAL_PHRASES[language]),
                ("other-word", avoided, other_words or {}),
            ):
                warnings += [
                    Warning(kind, sentence, phrase, instead[phrase])
                    for phrase, pattern in patterns.items()
                    if pattern.search(sentence)
                ]
    if not sentences:
        return None
    average, share = count / sentences, letters_long / count
    lost = (
        ("sentences", round(max(0.0, average - EASY_SENTENCE) * 4)),
        ("words", round(max(0.0, share - EASY_SHARE[language]) * 150)),
        *(
            (kind, round(60 * sum(warning.what == kind for warning in warnings) / sentences))
            for kind in ("long-sentence", "passive", "abstract", "official")
        ),
    )
    score = max(0, 100 - sum(points for _reason, points in lost))
    return Ease(
        score, count, sentences, average, share, tuple(part for part in lost if part[1]), tuple(warnings)
    )


def _readable(sentence: str) -> str:
    """The sentence without markup; official terms and facts are what they are and count for nothing."""
    out = []
    for piece in markup.parse(sentence):
        if piece.kind in ("strong", "link"):
            out.append(_readable(piece.value))
        elif piece.kind == "text":
            out.append(piece.value)
    return "".join(out)


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE)
