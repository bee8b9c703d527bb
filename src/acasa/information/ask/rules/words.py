"""Text into words: folded so that two spellings of a word meet, with stems beside the word.

Accents go after Latin letters only, for Indic vowel signs are part of the word; Arabic, Persian, Urdu and Pashto
variants of a letter become one; digits become ASCII.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import regex
import snowballstemmer

from .ranking import Asked
from .stop_words import STOP_WORDS

LONGEST_WORD = 50
"""Characters of a word that count; what is longer is no word."""

MOST_WORDS = 24
"""Words of a question that count."""

_APOSTROPHE = "['\u2019\u02bc]"
_WORD = regex.compile(
    rf"[\p{{L}}\p{{M}}\p{{N}}]+(?:(?<=\p{{Cyrillic}}){_APOSTROPHE}(?=\p{{Cyrillic}})[\p{{L}}\p{{M}}\p{{N}}]+)*"
)
_DIGIT = regex.compile(r"[^\P{Nd}0-9]")
_DROPPED = regex.compile(
    r"\p{Cf}"  # joiners and direction marks: the same word is written with and without
    r"|(?<=[\p{Latin}\p{Greek}])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
    r"|(?<=\p{Cyrillic})[\u0300\u0301]+"  # stress only: й and ї are letters
    rf"|(?<=\p{{Cyrillic}}){_APOSTROPHE}+(?=\p{{Cyrillic}})"
    r"|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]+"
)
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("یىېۍےئ", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ةہھەۀ", "ه"),
        **dict.fromkeys("ٱأإآ", "ا"),
        "ؤ": "و",
        "ں": "ن",
        "ګ": "گ",
    }
    | {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
)


def normalise(text: str) -> str:
    """The text with everything folded in which two spellings of the same words may differ."""
    while (folded := _fold(text)) != text:
        text = folded
    return text


def _fold(text: str) -> str:
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _DIGIT.sub(lambda match: str(unicodedata.decimal(match[0], match[0])), text)
    text = _DROPPED.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", text.translate(_FOLDED))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: folded, as it was written, and its stems (each ends in a hyphen: ``permis-``)."""

    word: str
    spelling: str
    stems: tuple[str, ...]


def tokens(text: str, language: str) -> list[Token]:
    """The words of a text in a language, in order."""
    return [Token(word, spelling, stems(spelling, language)) for word, spelling in _words(text)]


def _words(text: str) -> Iterable[tuple[str, str]]:
    for match in _WORD.finditer(unicodedata.normalize("NFKC", regex.sub(r"\p{Cf}", "", text))):
        spelling = match[0] if match[0].isupper() and len(match[0]) > 1 else match[0].lower()
        for part in _WORD.finditer(normalise(spelling)):
            yield part[0][:LONGEST_WORD], spelling[:LONGEST_WORD]


# Which Snowball stemmer a language has.
_SNOWBALL = {
    "ar": "arabic", "en": "english", "fa": "persian", "fr": "french", "hi": "hindi", "ne": "nepali",
    "ro": "romanian", "tr": "turkish",
}  # fmt: skip

# Endings of nouns and adjectives (article, case, number) for languages that Snowball lacks; and for Romanian,
# where it gives adeverință and adeverinței, permis and permise two stems each (snowballstemmer 3.1.1).
_ENDINGS = {
    "ro": "urilor urile iului iilor ilor elor ului iile uri iul iei ile ele ii ei ul ui iu ea ia ie le "
    "a e i u",
    "uk": "ського ському ської ською ських ським ська ську ське ський ські ості істю ами ями ого ому ими "
    "ів їв ою ею єю ях ах ам ям ем ом ий ій ої а я о е є и і ї у ю ь й",
    "ur": "یوں یاں ؤں وں یں ات ے ی ا",
    "ps": "ونو ونه ګان انو و ه ې ي",
    "bn": "গুলোর গুলির গুলো গুলি দের টিকে টির টার য়ের কে ের টি টা তে রা র ে",
}
_LEAST_ROOT = 3
_PLURALS = {"copii": "copil", "copiii": "copil", "copiilor": "copil"}
"""Romanian plurals that lose a letter of their root."""


@lru_cache(maxsize=50_000)
def stems(spelling: str, language: str) -> tuple[str, ...]:
    """What a word looks like without its ending, taken from its written and from its folded form."""
    folded = normalise(spelling)
    if len(folded) < _LEAST_ROOT or any(character.isdigit() for character in folded):
        return ()
    found = [normalise(stem) for stem in _snowball_stems({spelling.casefold(), folded}, language)]
    if language in _ENDINGS:
        found.append(_without_ending(folded, language))
        if language not in _SNOWBALL:  # an ending may be the word's own: ডাক্তার ends like a genitive
            found.append(folded)
    return tuple(f"{stem[:LONGEST_WORD]}-" for stem in sorted({stem for stem in found if stem}))


def _snowball_stems(forms: Iterable[str], language: str) -> list[str]:
    stemmer = _stemmer(language)
    return [stemmer.stemWord(form) for form in forms] if stemmer else []


@cache
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_SNOWBALL[language]) if language in _SNOWBALL else None


@cache
def _endings(language: str) -> list[str]:
    return sorted({normalise(ending) for ending in _ENDINGS[language].split()}, key=len, reverse=True)


def _without_ending(folded: str, language: str) -> str:
    root = _PLURALS.get(folded, folded) if language == "ro" else folded
    if root == folded:
        for ending in _endings(language):
            if root.endswith(ending) and len(root) - len(ending) >= _LEAST_ROOT:
                root = root[: -len(ending)]
                break
    # Romanian vowels that change with the ending: școală and școli, cetățean and cetățeni.
    return root.replace("oa", "o").replace("ea", "e") if language == "ro" else root


_SCRIPTS = {
    "ro": "Latin", "en": "Latin", "fr": "Latin", "tr": "Latin", "ar": "Arabic", "ur": "Arabic",
    "ps": "Arabic", "fa": "Arabic", "uk": "Cyrillic", "ne": "Devanagari", "hi": "Devanagari", "bn": "Bengali",
}  # fmt: skip


@cache
def _in_script(language: str) -> Any:
    return regex.compile(rf"\p{{{_SCRIPTS.get(language, 'L')}}}")


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(word for word, _spelling in _words(STOP_WORDS.get(language, "")))


def question_language(text: str, languages: Sequence[str]) -> str:
    """The language whose small words a question uses most; the first one where none stands out."""
    words = [word for word, _spelling in _words(text)]
    return max(languages, key=lambda code: sum(word in _stop_words(code) for word in words))


def asked_words(text: str, languages: Sequence[str]) -> list[Asked]:
    """The words of a question, each once, with everything under which it may stand in the index.

    ``languages`` are those in which it may have been asked, the likeliest first; stop words are of that one.
    """
    own = question_language(text, languages)
    found: dict[str, Asked] = {}
    for word, spelling in _words(text):
        if word in found or len(found) == MOST_WORDS:
            continue
        variants = {
            stem: 0.9 for code in languages if _in_script(code).search(word) for stem in stems(spelling, code)
        }
        found[word] = Asked(word, spelling, {**variants, word: 1.0}, word in _stop_words(own))
    return list(found.values())


def outline(text: str, language: str) -> str:
    """The words that carry a text, without their endings, for comparing a question with a whole title."""
    stop = _stop_words(language)
    words = [(word, spelling) for word, spelling in _words(text) if word not in stop]
    return " ".join(_root(word, spelling, language) for word, spelling in words)


def _root(word: str, spelling: str, language: str) -> str:
    if language in _ENDINGS and len(word) >= _LEAST_ROOT:
        return _without_ending(word, language)
    return next(iter(stems(spelling, language)), word).rstrip("-")


def vector(terms: dict[str, str]) -> str:
    """A tsvector of quoted words, each with its field as weight.

    Made without PostgreSQL's parser, which cuts Indic words at their vowel signs.
    """
    return " ".join(f"'{word}':1{name}" for word, name in sorted(terms.items()))
