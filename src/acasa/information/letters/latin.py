"""Latin letters, which clerks read: what is written in another script, and a suggestion where one can be made. Pure.

Arabic and Hebrew write no short vowels, and Chinese, Japanese and Thai are read by ear: whatever we made of a name
would be another name. There the passport alone knows.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from acasa.foundation.texts.typed import latin_digits

_READ = ("LATIN ", "MODIFIER LETTER ", "FEMININE ORDINAL ", "MASCULINE ORDINAL ")
"""How the names in Unicode of the letters begin that a clerk reads: ə and ɓ are Latin, and so is the ʻ in Oʻzbek."""
_SUGGESTED = {"CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN", "DEVANAGARI", "BENGALI"}
_BRAHMIC = re.compile(r"[\u0900-\u09ff\u200c\u200d]+")

# Ukrainian names in passports: resolution 55 of the Cabinet of Ministers, 27 January 2010.
_UKRAINIAN_ONLY = re.compile(r"[іїєґ]", re.IGNORECASE)
_CYRILLIC_WORD = re.compile(r"[Ѐ-ӿ]+(?:[’'ʼ][Ѐ-ӿ]+)*")
_NEVER_UKRAINIAN = re.compile(r"[ыэёъ]", re.IGNORECASE)
_UKRAINIAN = {
    "г": "h", "ґ": "g", "є": "ie", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia", "’": "", "'": "", "ʼ": "",
}  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

# Sounds by the letter's name in Unicode, where they differ from it: DEVANAGARI LETTER SSA is sh.
_SOUNDS = {
    "c": "ch", "ch": "chh", "tt": "t", "tth": "th", "dd": "d", "ddh": "dh", "nn": "n", "ss": "sh", "rr": "r",
    "dddh": "r", "rh": "rh", "yy": "y", "khanda t": "t",
}  # fmt: skip
_WITH_DOT = {"ph": "f", "j": "z", "d": "r", "dh": "rh", "k": "q"}
_VOWELS = {
    "A": "a", "AA": "a", "I": "i", "II": "i", "U": "u", "UU": "u", "E": "e", "AI": "ai", "O": "o", "AU": "au",
    "VOCALIC R": "ri", "CANDRA E": "e", "CANDRA O": "o",
}  # fmt: skip


def is_foreign(text: str) -> bool:
    """Whether the text has letters of another script than Latin."""
    return any(_is_foreign(letter) for letter in text)


def _is_foreign(letter: str) -> bool:
    return letter.isalpha() and not unicodedata.name(letter, "").startswith(_READ)


def suggestion(text: str, language: str) -> str:
    """The text in Latin letters, words with capitals; empty where its script does not say how it sounds.

    ``language`` is the reader's: Галина is Halyna in a Ukrainian passport, and Galina in others.
    """
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in text if _is_foreign(letter)}
    if not scripts or not scripts <= _SUGGESTED:
        return ""
    text = unicodedata.normalize("NFC", latin_digits(text))
    text = _BRAHMIC.sub(lambda word: _brahmic(word[0]), text)
    if _is_ukrainian(text, language):
        text = _CYRILLIC_WORD.sub(lambda word: _ukrainian(word[0]), text)
    text = re.sub("([Οο])[υύ]", lambda found: "Ou" if found[1] == "Ο" else "ou", text)
    return re.sub(r"(^|[\s(/.,-])([a-z])", lambda found: found[1] + found[2].upper(), _ascii(text))


def _is_ukrainian(text: str, language: str) -> bool:
    return bool(_UKRAINIAN_ONLY.search(text)) or (language == "uk" and not _NEVER_UKRAINIAN.search(text))


def _ascii(text: str) -> str:
    """Other scripts by their letters; Latin ones keep their accents."""
    return "".join(anyascii(one).replace("'", "") if _is_foreign(one) else one for one in text)


def _ukrainian(word: str) -> str:
    low = word.lower().replace("зг", "zgh")
    latin = _UKRAINIAN_FIRST.get(low[0], _UKRAINIAN.get(low[0], low[0]))
    latin += "".join(_UKRAINIAN.get(letter, letter) for letter in low[1:])
    return latin.capitalize() if word[0].isupper() else latin


def _brahmic(word: str) -> str:
    """A word of an Indian script: the vowel that a bare consonant brings along is written, but for the last one's."""
    out = ""
    bare = joined = (
        False  # the last letter was a consonant without a vowel of its own; it was joined to another
    )
    for name in (unicodedata.name(letter, "").partition(" ")[2] for letter in word):
        sound = name.rpartition("LETTER " if "LETTER " in name else "SIGN ")[2]
        if "VOWEL SIGN" in name:
            out, bare, joined = out + _VOWELS.get(sound, ""), False, False
        elif sound == "VIRAMA":
            bare, joined = False, True
        elif sound == "NUKTA":
            last = next((one for one in sorted(_WITH_DOT, key=len, reverse=True) if out.endswith(one)), "")
            out = out.removesuffix(last) + _WITH_DOT.get(last, "") if last else out
        elif sound in _VOWELS:
            out, bare, joined = out + ("a" if bare else "") + _VOWELS[sound], False, False
        elif "LETTER " in name:
            consonant = sound.lower().removesuffix("a")
            out, joined = out + ("a" if bare else "") + _SOUNDS.get(consonant, consonant), joined and not bare
            bare = True
        elif sound in ("ANUSVARA", "CANDRABINDU"):
            out, bare, joined = out + ("a" if bare else "") + "n", False, False
    return out + ("a" if bare and joined else "")
