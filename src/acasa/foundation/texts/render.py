"""Sentences as HTML or plain text for one reader, with every fallback visible."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from html import escape
from itertools import groupby

from acasa.foundation.city.queries import language as language_of

from . import documents, markup
from .queries import Reading, Readings, Term


def sentence_html(readings: Readings, source: str) -> str:
    """One sentence as safe HTML in the reader's language; another language is marked as such."""
    return html(readings, [source])


def _body(readings: Readings, reading: Reading, explained: Iterable[Term]) -> str:
    pending = list(explained)
    return markup.to_html(
        reading.text,
        fact=partial(readings.fact_html, language=reading.language),
        address=partial(documents.address, language=readings.language),
        official_language=readings.source_language,
        explain=partial(_explain, pending) if pending else escape,
    )


def _in_language(readings: Readings, language: str, body: str) -> str:
    if language == readings.language:
        return body
    direction = language_of(language).direction
    return f'<span class="fallback" lang="{escape(language)}" dir="{direction}">{body}</span>'


def _explain(pending: list[Term], text: str) -> str:
    """Running text as safe HTML; each pending term becomes a link where it first stands, and pends no more."""
    found = [(match, term) for term in pending if (match := term.pattern.search(text))]
    if not found:
        return escape(text)
    match, term = min(found, key=lambda pair: pair[0].start())
    pending.remove(term)
    link = f'<a class="explained" href="#{escape(term.anchor)}">{escape(match[0])}</a>'
    return escape(text[: match.start()]) + link + _explain(pending, text[match.end() :])


def html(readings: Readings, sentences: Iterable[str]) -> str:
    """Some sentences, one after the other, as safe HTML; neighbours in another language keep its direction together."""
    return " ".join(
        _in_language(
            readings,
            language,
            " ".join(_body(readings, readings[one], readings.explained.get(one, ())) for one in group),
        )
        for language, group in groupby(sentences, key=lambda sentence: readings[sentence].language)
    )


def source_html(readings: Readings, sentences: Iterable[str]) -> str:
    """The same sentences in the source language, as safe HTML (for reading side by side)."""
    body = " ".join(
        markup.to_html(
            sentence,
            fact=partial(readings.fact_html, language=readings.source_language),
            address=partial(documents.address, language=readings.source_language),
            official_language=readings.source_language,
        )
        for sentence in sentences
    )
    return f'<span lang="{readings.source_language}" dir="{language_of(readings.source_language).direction}">{body}</span>'


def plain(readings: Readings, sentences: Iterable[str]) -> str:
    """Some sentences as plain text, for titles and descriptions."""
    out = []
    for sentence in sentences:
        reading = readings[sentence]
        out.append(
            markup.to_plain(reading.text, fact=partial(readings.fact_plain, language=reading.language))
        )
    return " ".join(out)
