"""Sentences as runs of text for print: what a Typst template draws, with every fallback visible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from acasa.foundation.city.queries import language as language_of

from . import documents, formatting, markup
from .queries import Reading, Readings


@dataclass(frozen=True, slots=True)
class Voice:
    """One language in which a page is printed: the reader's own, or the source language beside it."""

    readings: Readings
    language: str
    base_url: str

    def reading(self, sentence: str) -> Reading:
        """The sentence for this voice: the best there is for the reader, else the source itself."""
        if self.language == self.readings.language:
            return self.readings[sentence]
        return Reading(sentence, self.readings.source_language, "source")

    def text(self, sentences: Iterable[str]) -> list[dict[str, Any]]:
        """The sentences with their runs; ``foreign`` where a sentence is not in the voice's language."""
        return [self._sentence(self.reading(sentence)) for sentence in sentences]

    def plain(self, sentences: Iterable[str]) -> str:
        """The sentences as plain text, for the title of the document."""
        out = []
        for sentence in sentences:
            reading = self.reading(sentence)
            out.append(
                markup.to_plain(
                    reading.text, fact=partial(self.readings.fact_plain, language=reading.language)
                )
            )
        return " ".join(out)

    def _sentence(self, reading: Reading) -> dict[str, Any]:
        return {
            **script(reading.language, around=self.language),
            "foreign": reading.language != self.language,
            "runs": [
                run for piece in markup.parse(reading.text) for run in self._runs(piece, reading.language)
            ],
        }

    def _runs(self, piece: markup.Piece, language: str) -> list[dict[str, Any]]:
        match piece.kind:
            case "fact":
                return [self._fact_run(piece.value, language)]
            case "strong" | "link":
                inner = [
                    run for nested in markup.parse(piece.value) for run in self._nested(nested, language)
                ]
                mark = {"strong": True} if piece.kind == "strong" else self._address(piece.target)
                return [{**run, **mark} for run in inner]
            case "official":
                return [
                    {
                        "text": piece.value,
                        "official": True,
                        **script(self.readings.source_language, around=language),
                    }
                ]
            case _:
                return [{"text": piece.value}]

    def _nested(self, piece: markup.Piece, language: str) -> list[dict[str, Any]]:
        return [self._fact_run(piece.value, language) if piece.kind == "fact" else {"text": piece.value}]

    def _fact_run(self, slug: str, language: str) -> dict[str, Any]:
        value = self.readings.facts[slug].value
        text = formatting.plain(value, language, country=self.readings.country)
        if value.kind in formatting.LEFT_TO_RIGHT:
            address = value.text
            if value.kind == "phone":
                address = f"tel:{formatting.dialled(value.text, country=self.readings.country)}"
            return {"text": text, "number": True, "address": address}
        return {"text": unbroken(text)}

    def _address(self, target: str) -> dict[str, Any]:
        address = documents.address(target, self.language)
        if address.startswith("/"):  # a page of ours: the paper says its name, the file can be followed
            return {"address": self.base_url + address}
        return {"address": address, "shown": shown(address)} if address else {}


def unbroken(text: str) -> str:
    """A short text that stays on one line."""
    return text.replace(" ", "\u00a0") if len(text) < 24 else text


def script(code: str, *, around: str = "") -> dict[str, str]:
    """What a template must know to set a language: code, direction, script, and the script ``around`` it."""
    language = language_of(code)
    found = {"lang": code.split("-")[0], "dir": language.direction, "script": language.script}
    return found | ({"around": language_of(around).script} if around else {})


def shown(address: str) -> str:
    """A web address as it is worth typing from paper: without scheme; the host alone where it is long."""
    short = address.partition("://")[2].removeprefix("www.").rstrip("/")
    return short if len(short) <= 40 else short.partition("/")[0]
