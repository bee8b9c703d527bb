"""The only writers of the search index: all of it again, or what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction

from acasa.foundation.city.queries import city
from acasa.foundation.guard.action import without_actor
from acasa.foundation.texts.markup import to_plain
from acasa.foundation.texts.queries import Reading, Readings, read
from acasa.foundation.web import memory

from . import rules
from .contents import Content, all_contents
from .models import SearchEntry

_FORMAT = 1
"""Goes up when the same content would be indexed differently, so that all entries are written again."""

_SNIPPET = 240
"""Characters of a summary that are kept, to the end of a sentence."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an indexing did: entries written, removed, and left as they were."""

    written: int
    removed: int
    unchanged: int


@without_actor("says again what everybody reads")
def rebuild_index() -> Indexed:
    """Forgets the index and makes it again."""
    with transaction.atomic(), connection.cursor() as cursor:
        _one_at_a_time()
        cursor.execute("DELETE FROM ask_searchentry")
        cursor.execute("DELETE FROM ask_searchword")
        return refresh_index()


@without_actor("follows what everybody reads")
def refresh_index() -> Indexed:
    """Makes the index say what the public can read now; writes only entries whose content changed."""
    with transaction.atomic():
        _one_at_a_time()
        memory.forget()
        contents = all_contents()
        present = {
            (kind, key, language): (content, thing)
            for kind, key, language, content, thing in SearchEntry.objects.values_list(
                "kind", "key", "language", "content", "thing"
            )
        }
        numbers = _numbers(contents, present)
        kept: set[Key] = set()
        changed: list[_Entry] = []
        for entry in _entries(contents):
            if present.get(entry.key, ("", 0))[0] == entry.content:
                kept.add(entry.key)
            else:
                changed.append(entry)
        gone = present.keys() - kept - {entry.key for entry in changed}
        _write(changed, gone, numbers, replaced=present.keys() - kept)
    return Indexed(written=len(changed), removed=len(gone), unchanged=len(kept))


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('acasa.ask'))")


def _numbers(contents: Iterable[Content], present: dict[Key, tuple[str, int]]) -> dict[tuple[str, str], int]:
    """The number of each thing; a thing keeps its own, and a new one gets the next."""
    numbers = {(kind, key): thing for (kind, key, _language), (_content, thing) in present.items()}
    following = max(numbers.values(), default=0) + 1
    for content in contents:
        if (content.kind.value, content.key) not in numbers:
            numbers[content.kind.value, content.key] = following
            following += 1
    return numbers


@dataclass(frozen=True, slots=True)
class _Entry:
    """A thing in one language, on its way into the index."""

    kind: str
    item: str
    language: str
    topic: str
    title: str
    title_language: str
    summary: str
    summary_language: str
    names: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    """Field and text, of all texts that are in the entry's language."""

    @property
    def key(self) -> Key:
        return self.kind, self.item, self.language

    @property
    def content(self) -> str:
        material = json.dumps([_FORMAT, asdict(self)], ensure_ascii=False)
        return hashlib.sha256(material.encode("utf-8", "replace")).hexdigest()[:32]


def _entries(contents: list[Content]) -> Iterator[_Entry]:
    """One entry for the source language, and for each language that has the title or most of the texts."""
    sentences = {text for content in contents for text in content.sentences()}
    for language in city().languages:
        readings = read(sentences, language)
        if any(reading.language == language for reading in readings.by_text.values()):
            for content in contents:
                if language == city().source_language or _stands_in(content, readings):
                    yield _entry(content, readings)


def _stands_in(content: Content, readings: Readings) -> bool:
    """Whether the title is in the language (of an official word: its meaning), or most of the text."""
    texts = content.own_texts()
    telling = content.summary[0] if content.official and content.summary else content.title
    translated = sum(readings[text].language == readings.language for text in texts)
    return readings[telling].language == readings.language or 2 * translated > len(texts)


def _entry(content: Content, readings: Readings) -> _Entry:
    title, names = _title(content, readings), [readings[name] for name in content.names]
    summary, summary_language = _snippet(content, readings)
    texts = [("A", name) for name in content.names]
    texts += [("C", sentence) for sentence in content.summary]
    texts += [
        (name, sentence)
        for fields in (content.own, content.borrowed)
        for name, sentences in fields.items()
        for sentence in sentences
    ]
    here = [
        (name, _plain(readings[text], readings))
        for name, text in texts
        if readings[text].language == readings.language
    ]
    if title.language == readings.language:
        here.append(("A", _plain(title, readings)))
    outlines = {rules.outline(one.text, one.language) for one in (title, *names)} - {""}
    return _Entry(
        kind=content.kind.value,
        item=content.key,
        language=readings.language,
        topic=content.topic,
        title=_plain(title, readings),
        title_language=title.language,
        summary=summary,
        summary_language=summary_language,
        names=tuple(sorted(outlines)),
        texts=tuple(here),
    )


def _title(content: Content, readings: Readings) -> Reading:
    """The title as it is shown: an official word stays as it stands on the door."""
    return (
        Reading(content.title, readings.source_language, "source")
        if content.official
        else readings[content.title]
    )


def _plain(reading: Reading, readings: Readings) -> str:
    return to_plain(reading.text, fact=lambda slug: readings.fact_plain(slug, reading.language))


def _snippet(content: Content, readings: Readings) -> tuple[str, str]:
    """The first sentences of the summary, as far as they are in one language, and which."""
    first = readings[content.summary[0]].language if content.summary else readings[content.title].language
    snippet = ""
    for sentence in content.summary:
        longer = f"{snippet} {_plain(readings[sentence], readings)}".strip()
        if readings[sentence].language != first or (snippet and len(longer) > _SNIPPET):
            break
        snippet = longer
    return snippet, first


def _terms(entry: _Entry, spellings: dict[str, str]) -> dict[str, str]:
    """The words and stems of an entry, each with its best field; keeps how words are written."""
    terms: dict[str, str] = {}
    for name, text in entry.texts:
        for token in rules.tokens(text, entry.language):
            spellings.setdefault(token.word, token.spelling)
            for word in (token.word, *token.stems):
                terms[word] = min(terms.get(word, "D"), name)
    return terms


def _write(
    changed: list[_Entry], gone: set[Key], numbers: dict[tuple[str, str], int], *, replaced: set[Key]
) -> None:
    spellings: dict[str, str] = {}
    with connection.cursor() as cursor:
        touched = _words_of(replaced)
        rows = []
        for entry in changed:
            terms = _terms(entry, spellings)
            touched.update(terms)
            rows.append((*_columns(entry), numbers[entry.kind, entry.item], rules.vector(terms)))
        if gone:
            kinds, keys, languages = map(list, zip(*gone, strict=True))
            cursor.execute(
                "DELETE FROM ask_searchentry USING unnest(%s::text[], %s::text[], %s::text[])"
                " AS gone (a, b, c) WHERE (kind, key, language) = (a, b, c)",
                [kinds, keys, languages],
            )
        cursor.executemany(
            "INSERT INTO ask_searchentry (kind, key, language, topic, title, title_language, summary,"
            " summary_language, names, content, thing, terms)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::tsvector)"
            " ON CONFLICT (kind, key, language) DO UPDATE SET topic = excluded.topic, title = excluded.title,"
            " title_language = excluded.title_language, summary = excluded.summary,"
            " summary_language = excluded.summary_language, names = excluded.names,"
            " content = excluded.content, terms = excluded.terms",
            rows,
        )
    count_words(touched, spellings)


def _columns(entry: _Entry) -> tuple[Any, ...]:
    return (
        entry.kind,
        entry.item,
        entry.language,
        entry.topic,
        entry.title,
        entry.title_language,
        entry.summary,
        entry.summary_language,
        list(entry.names),
        entry.content,
    )


def _words_of(entries: set[Key]) -> set[str]:
    if not entries:
        return set()
    kinds, keys, languages = map(list, zip(*entries, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT unnest(tsvector_to_array(terms)) FROM ask_searchentry"
            " JOIN unnest(%s::text[], %s::text[], %s::text[]) AS old (a, b, c)"
            " ON (kind, key, language) = (a, b, c)",
            [kinds, keys, languages],
        )
        return {word for (word,) in cursor.fetchall()}


@without_actor("part of indexing")
def count_words(touched: set[str], spellings: dict[str, str]) -> None:
    """Says again of some words where they stand; forgets those that stand nowhere."""
    if not touched:
        return
    words = sorted(touched)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH standing AS ("
            "  SELECT lexeme, thing, min(ascii(weights[1])) - ascii('A') AS field"
            "  FROM ask_searchentry, unnest(terms) WHERE lexeme = ANY(%s) GROUP BY lexeme, thing)"
            " INSERT INTO ask_searchword (word, spelling, documents, places)"
            " SELECT lexeme, coalesce(max(written.spelling), ''), count(*),"
            "  array_agg(thing * 4 + field ORDER BY thing)"
            " FROM standing LEFT JOIN unnest(%s::text[], %s::text[]) AS written (word, spelling)"
            "  ON written.word = lexeme"
            " GROUP BY lexeme"
            " ON CONFLICT (word) DO UPDATE SET documents = excluded.documents, places = excluded.places,"
            "  spelling = coalesce(nullif(excluded.spelling, ''), ask_searchword.spelling)"
            " RETURNING word",
            [words, list(spellings), list(spellings.values())],
        )
        nowhere = touched.difference(word for (word,) in cursor.fetchall())
        cursor.execute("DELETE FROM ask_searchword WHERE word = ANY(%s)", [sorted(nowhere)])
