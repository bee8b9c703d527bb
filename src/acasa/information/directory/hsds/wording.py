"""The words of an answer: collected while it is built, then read from the database in one call."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from acasa.foundation.texts.markup import to_plain
from acasa.foundation.texts.queries import Readings, read
from acasa.foundation.texts.rules import split_sentences


class Wording(Protocol):
    """Turns source texts into something that stands for them in the reader's language."""

    language: str

    def sentence(self, text: str) -> Any:
        """A text that is one unit of translation: a name, a document."""

    def prose(self, text: str) -> Any:
        """A text of any number of sentences."""


@lru_cache(maxsize=8192)
def sentences(text: str, language: str) -> tuple[str, ...]:
    """The sentences of a text, remembered: texts repeat far more often than they change."""
    return tuple(split_sentences(text, language))


def spoken(readings: Readings, source: str) -> str:
    """One sentence as plain text, its facts in the format of the language it is read in."""
    reading = readings[source]
    return to_plain(reading.text, fact=lambda slug: readings.fact_plain(slug, reading.language))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words from readings that are already at hand."""

    readings: Readings

    @property
    def language(self) -> str:
        return self.readings.language

    def sentence(self, text: str) -> str:
        return spoken(self.readings, text) if text else ""

    def prose(self, text: str) -> str:
        return " ".join(spoken(self.readings, one) for one in sentences(text, self.readings.source_language))


@dataclass(frozen=True, slots=True)
class Unread:
    """Stands for sentences until they are read."""

    sources: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.sources)


@dataclass
class Collected:
    """Words noted down while an answer is built; :meth:`read` reads them all, :meth:`say` writes each."""

    language: str
    source_language: str
    _sources: dict[str, None] = field(default_factory=dict)
    _readings: Readings | None = None

    def sentence(self, text: str) -> Unread:
        return self._note((text,) if text else ())

    def prose(self, text: str) -> Unread:
        return self._note(sentences(text, self.source_language))

    def _note(self, sources: tuple[str, ...]) -> Unread:
        self._sources.update(dict.fromkeys(sources))
        return Unread(sources)

    def sources(self) -> list[str]:
        """Everything noted so far, each sentence once."""
        return list(self._sources)

    def read(self) -> Readings:
        """Reads everything noted so far; two queries at most."""
        self._readings = read(self._sources, self.language)
        return self._readings

    def say(self, unread: object) -> str:
        """The words themselves; the ``default`` of a JSON encoder."""
        if not isinstance(unread, Unread) or self._readings is None:
            raise TypeError(f"cannot write {unread!r} as JSON")
        return " ".join(spoken(self._readings, source) for source in unread.sources)

    def languages(self) -> list[str]:
        """The languages really used: the reader's first, then those fallen back to, most used first."""
        readings = self._readings.by_text.values() if self._readings else ()
        used = Counter(reading.language for reading in readings)
        return sorted(used, key=lambda code: (code != self.language, -used[code])) or [self.language]
