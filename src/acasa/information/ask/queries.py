"""Answers to a question in one box: any language, whatever the reader's. Nothing asked is kept or logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.urls import reverse

from acasa.foundation.city.queries import city
from acasa.foundation.texts.documents import address
from acasa.foundation.texts.queries import read
from acasa.information.directory.queries import topics as all_topics

from . import rules
from .models import Kind, SearchEntry, SearchWord

LONGEST_QUESTION = 200
"""Characters of a question that count."""

_CONSIDERED = 30
"""Things whose names are looked at after the first ranking."""

_NEIGHBOURS = 16
_COMPLETIONS = 6
_LESS = 0.7
"""What a word that was not asked for itself is worth."""


@dataclass(frozen=True, slots=True)
class Result:
    """A thing that may answer, as this reader sees it."""

    kind: str
    key: str
    title: str
    title_language: str
    snippet: str
    snippet_language: str
    score: float
    address: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A word nobody uses here, and the one for which answers were looked up."""

    asked: str
    taken: str


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic to look around in."""

    title: str
    language: str
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question; where it is nothing, the nearest topics. The desk is always there."""

    question: str
    results: tuple[Result, ...] = ()
    corrected: tuple[Correction, ...] = ()
    topics: tuple[TopicLink, ...] = ()
    desk: Result | None = None


def search(question: str, language: str, *, limit: int = 20, kind: Kind | None = None) -> Answer:
    """The best ``limit`` things for a question, for a reader of a language; with ``kind`` only such things.

    The question may be in any language of the city. What is longer than 200 characters is cut.
    """
    question = question.replace("\0", "")[:LONGEST_QUESTION].strip()
    languages = _languages_of(question, language)
    asked, corrected, documents, things = _understood(question, languages)
    telling = rules.telling(asked, documents, things=things)
    ranked = rules.rank(telling, _places(telling), things=things, most=things if kind else _CONSIDERED)
    if kind:
        wanted = set(SearchEntry.objects.filter(kind=kind).values_list("thing", flat=True))
        ranked = [one for one in ranked if one.thing in wanted][:_CONSIDERED]
    candidates = _candidates(ranked, languages)
    outlines = [rules.outline(_replaced(question, corrected), code) for code in languages]
    plain = bool(asked) and not (asked[0].stop or asked[-1].stop)
    found = rules.order(candidates, outlines, plain=plain)[:limit]
    shown = {entry.thing: entry for entry in _shown([one.thing for one in found], language)}
    results = tuple(_result(shown[one.thing], language, one.score) for one in found if one.thing in shown)
    desk = [entry for entry in shown.values() if (entry.kind, entry.key) == (Kind.ORGANISATION, city().desk)]
    return Answer(
        question,
        results,
        corrected,
        topics=() if results else _nearest_topics(question, language),
        desk=_result(desk[0], language, 0.0) if desk else None,
    )


def _languages_of(question: str, language: str) -> list[str]:
    """In which languages a question may be asked, the likeliest first: its own, the reader's, the city's."""
    here = city()
    usual = [language, here.source_language, here.pivot_language]
    likely = rules.question_language(question, list(dict.fromkeys([*usual, *here.languages])))
    return list(dict.fromkeys([likely, *usual]))


def _documents(words: Iterable[str]) -> tuple[dict[str, int], int]:
    """How many things have each known word, and the number of the last thing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, documents FROM ask_searchword WHERE word = ANY(%s)"
            " UNION ALL SELECT '', max(thing) FROM ask_searchentry",
            [list(set(words))],
        )
        known = dict(cursor.fetchall())
    return known, known.pop("") or 0


def _places(asked: Iterable[rules.Asked]) -> dict[str, list[int]]:
    words = {variant for word in asked for variant in word.variants}
    return dict(SearchWord.objects.filter(word__in=words).values_list("word", "places")) if words else {}


def _understood(
    question: str, languages: Sequence[str]
) -> tuple[list[rules.Asked], tuple[Correction, ...], dict[str, int], int]:
    """The asked words, unknown ones replaced: the last by its completions, others by the nearest known word.

    Also what was corrected, how many things have each word, and how many things there are.
    """
    asked = rules.asked_words(question, languages)
    documents, things = _documents(variant for word in asked for variant in word.variants)
    unknown = [word for word in asked if not word.stop and documents.keys().isdisjoint(word.variants)]
    instead: dict[str, rules.Asked] = {}
    if unknown and unknown[-1] is asked[-1] and (completed := _completions(asked[-1].word)):
        last = unknown.pop()
        instead[last.word] = rules.Asked(last.word, last.spelling, dict.fromkeys(completed, _LESS))
        documents |= completed
    meant = _nearest_words([word.word for word in unknown]) if unknown else {}
    for word, spelling in meant.items():
        same = rules.asked_words(spelling, languages)
        variants = {name: _LESS * likeness for one in same for name, likeness in one.variants.items()}
        instead[word] = rules.Asked(word, spelling, variants)
    if meant:
        documents |= _documents(name for word in meant for name in instead[word].variants)[0]
    corrected = [Correction(word.spelling, meant[word.word]) for word in unknown if word.word in meant]
    return [instead.get(word.word, word) for word in asked], tuple(corrected), documents, things


def _completions(beginning: str) -> dict[str, int]:
    """The most usual words with a beginning, and how many things have them."""
    if len(beginning) < 3:
        return {}
    found = SearchWord.objects.filter(word__startswith=beginning).exclude(spelling="").order_by("-documents")
    return dict(found.values_list("word", "documents")[:_COMPLETIONS])


def _nearest_words(words: Sequence[str]) -> dict[str, str]:
    """How the known word most like each unknown one is written, where one is near enough.

    Letter triples find neighbours (a swap of letters in the middle of a short word leaves few in common, so
    the threshold is low); the number of edits decides among them.
    """
    neighbours: dict[str, list[tuple[str, int]]] = {}
    spellings: dict[str, str] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)")
        cursor.execute(
            "SELECT asked, near.word, near.spelling, near.documents"
            " FROM unnest(%s::text[]) AS asked, LATERAL ("
            "  SELECT word, spelling, documents FROM ask_searchword WHERE spelling <> '' AND word %% asked"
            "  ORDER BY word <-> asked, word LIMIT %s) AS near",
            [list(words), _NEIGHBOURS],
        )
        for asked, word, spelling, documents in cursor.fetchall():
            neighbours.setdefault(asked, []).append((word, documents))
            spellings[word] = spelling
    nearest = {asked: rules.nearest(asked, known) for asked, known in neighbours.items()}
    return {asked: spellings[word] for asked, word in nearest.items() if word}


def _replaced(question: str, corrected: Iterable[Correction]) -> str:
    meant = {one.asked: one.taken for one in corrected}
    return (
        " ".join(meant.get(token.spelling, token.spelling) for token in rules.tokens(question, ""))
        if meant
        else question
    )


def _candidates(ranked: Sequence[rules.Scored], languages: Sequence[str]) -> list[rules.Candidate]:
    """The things with their kinds and their names in some languages."""
    kinds: dict[int, str] = {}
    names: dict[int, set[str]] = {}
    found = SearchEntry.objects.filter(thing__in=[one.thing for one in ranked], language__in=languages)
    for thing, kind, outlines in found.values_list("thing", "kind", "names"):
        kinds[thing] = kind
        names.setdefault(thing, set()).update(outlines)
    return [
        rules.Candidate(one.thing, kinds[one.thing], frozenset(names[one.thing]), one.score)
        for one in ranked
        if one.thing in kinds
    ]


def _shown(things: Sequence[int], language: str) -> list[SearchEntry]:
    """One entry of each thing and of the desk: in the reader's, else the pivot, else the source language."""
    here = city()
    return list(
        SearchEntry.objects.raw(
            "SELECT DISTINCT ON (thing) id, thing, kind, key, title, title_language, summary,"
            " summary_language FROM ask_searchentry WHERE language = ANY(%(languages)s)"
            " AND (thing = ANY(%(things)s) OR (kind, key) = ('organisation', %(desk)s))"
            " ORDER BY thing, array_position(%(languages)s, language::text)",
            {
                "languages": [language, here.pivot_language, here.source_language],
                "things": list(things),
                "desk": here.desk,
            },
        )
    )


def _result(entry: SearchEntry, language: str, score: float) -> Result:
    return Result(
        kind=entry.kind,
        key=entry.key,
        title=entry.title,
        title_language=entry.title_language,
        snippet=entry.summary,
        snippet_language=entry.summary_language,
        score=round(score, 4),
        address=address(f"{entry.kind}:{entry.key}", language),
    )


def _nearest_topics(question: str, language: str) -> tuple[TopicLink, ...]:
    """The six topics whose titles and summaries look most like the question."""
    found = all_topics()
    readings = read([text for topic in found for text in (topic.title, topic.summary)], language)
    texts = [
        rules.normalise(
            " ".join([topic.title, topic.summary, readings[topic.title].text, readings[topic.summary].text])
        )
        for topic in found
    ]
    return tuple(
        TopicLink(
            readings[topic.title].text,
            readings[topic.title].language,
            reverse("topic", args=[language, topic.slug]),
        )
        for topic in (found[position] for position in rules.most_alike(rules.normalise(question), texts)[:6])
    )
