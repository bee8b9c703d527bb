"""Answers to a question in one box: any language, whatever the reader's. Nothing asked is kept or logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib.postgres.search import TrigramDistance
from django.db.models import Max, Q

from acasa.foundation.city.queries import city
from acasa.foundation.texts.queries import read
from acasa.information.directory.queries import topics as all_topics

from . import rules
from .models import Kind, SearchEntry, SearchWord

LONGEST_QUESTION = 200
"""Characters of a question that count."""

_CONSIDERED = 60
"""Things whose names are looked at after the first ranking."""

_NEIGHBOURS = 16
_COMPLETIONS = 6


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


def search(question: str, language: str, *, limit: int = 20) -> Answer:
    """The best ``limit`` things for a question, for a reader of a language.

    The question may be in any language of the city. What is longer than 200 characters is cut.
    """
    question = question.replace("\0", "")[:LONGEST_QUESTION].strip()
    languages = _languages_of(question, language)
    asked = rules.asked_words(question, languages)
    places = _places(variant for word in asked for variant in word.variants)
    asked, corrected = _with_known_words(asked, places, languages)
    things = SearchEntry.objects.aggregate(last=Max("thing"))["last"] or 0
    ranked = rules.rank(asked, places, things=things)[:_CONSIDERED]
    entries = _entries([one.thing for one in ranked])
    candidates = [
        rules.Candidate(one.thing, entries[one.thing][0].kind, _names(entries[one.thing]), one.score)
        for one in ranked
        if one.thing in entries
    ]
    said = _replaced(question, corrected)
    found = rules.order(candidates, [rules.outline(said, code) for code in languages])[:limit]
    results = tuple(_result(entries[one.thing], language, one.score) for one in found)
    near = () if results else _nearest_topics(question, language)
    return Answer(question, results, corrected, near, _desk(entries, language))


def _languages_of(question: str, language: str) -> list[str]:
    """In which languages a question may be asked, the likeliest first: its own, the reader's, the city's."""
    here = city()
    usual = [language, here.source_language, here.pivot_language]
    likely = rules.question_language(question, list(dict.fromkeys([*usual, *here.languages])))
    return list(dict.fromkeys([likely, *usual]))


def _places(words: Iterable[str]) -> dict[str, list[int]]:
    return dict(SearchWord.objects.filter(word__in=set(words)).values_list("word", "places"))


def _with_known_words(
    asked: Sequence[rules.Asked], places: dict[str, list[int]], languages: Sequence[str]
) -> tuple[list[rules.Asked], tuple[Correction, ...]]:
    """The asked words, unknown ones replaced: the last by its completions, others by the nearest known word."""
    taken: list[rules.Asked] = []
    corrected: list[Correction] = []
    for word in asked:
        known = any(variant in places for variant in word.variants)
        if known or word.stop:
            taken.append(word)
            continue
        completed = _completions(word.word) if word is asked[-1] else {}
        if completed:
            places.update(completed)
            taken.append(rules.Asked(word.word, word.spelling, dict.fromkeys(completed, 0.7)))
            continue
        meant = _nearest_word(word.word)
        if meant:
            corrected.append(Correction(word.spelling, meant.spelling))
            variants = {name: 0.7 * likeness for name, likeness in _variants(meant.spelling, languages).items()}
            places.update(_places(variants))
            taken.append(rules.Asked(meant.word, meant.spelling, variants))
        else:
            taken.append(word)
    return taken, tuple(corrected)


def _variants(spelling: str, languages: Sequence[str]) -> dict[str, float]:
    return {
        name: likeness
        for word in rules.asked_words(spelling, languages)
        for name, likeness in word.variants.items()
    }


def _completions(beginning: str) -> dict[str, list[int]]:
    if len(beginning) < 3:
        return {}
    found = SearchWord.objects.filter(word__startswith=beginning).exclude(spelling="").order_by("-documents")
    return dict(found.values_list("word", "places")[:_COMPLETIONS])


def _nearest_word(word: str) -> SearchWord | None:
    """The known word most like an unknown one, by letter triples first and by edits among those."""
    known = SearchWord.objects.exclude(spelling="").order_by(TrigramDistance("word", word))
    near = {one.word: one for one in known.only("word", "spelling", "documents")[:_NEIGHBOURS]}
    return near.get(rules.nearest(word, [(one.word, one.documents) for one in near.values()]))


def _replaced(question: str, corrected: Iterable[Correction]) -> str:
    meant = {one.asked: one.taken for one in corrected}
    return " ".join(meant.get(token.spelling, token.spelling) for token in rules.tokens(question, "")) if meant else question


Entries = dict[int, list[SearchEntry]]


def _entries(things: Sequence[int]) -> Entries:
    """The entries of things in all languages, and those of the desk."""
    found: Entries = {}
    shown = SearchEntry.objects.defer("terms", "content")
    for entry in shown.filter(Q(thing__in=things) | Q(kind=Kind.ORGANISATION, key=city().desk)):
        found.setdefault(entry.thing, []).append(entry)
    return found


def _names(entries: Iterable[SearchEntry]) -> frozenset[str]:
    return frozenset(name for entry in entries for name in entry.names)


def _result(entries: Sequence[SearchEntry], language: str, score: float) -> Result:
    """A thing in the reader's language, else in the pivot language, else in the source language."""
    by_language = {entry.language: entry for entry in entries}
    here = city()
    wanted = (language, here.pivot_language, here.source_language)
    entry = next((by_language[code] for code in wanted if code in by_language), entries[0])
    return Result(
        kind=entry.kind,
        key=entry.key,
        title=entry.title,
        title_language=entry.title_language,
        snippet=entry.summary,
        snippet_language=entry.summary_language,
        score=round(score, 4),
        address=address(entry.kind, entry.key, language, title=entry.title),
    )


def address(kind: str, key: str, language: str, *, title: str) -> str:
    """Where a thing is read; an official word has no page of its own and is asked for."""
    match kind:
        case Kind.PAGE:
            return f"/{language}/guide/{key}/"
        case Kind.WORD:
            return f"/{language}/ask/?q={quote(title)}"
        case _:
            return f"/{language}/places/{key}/"


def _nearest_topics(question: str, language: str) -> tuple[TopicLink, ...]:
    """The six topics whose titles and summaries look most like the question."""
    found = all_topics()
    readings = read([text for topic in found for text in (topic.title, topic.summary)], language)
    texts = [
        rules.normalise(" ".join([topic.title, topic.summary, readings[topic.title].text, readings[topic.summary].text]))
        for topic in found
    ]
    return tuple(
        TopicLink(
            readings[topic.title].text, readings[topic.title].language, f"/{language}/guide/{topic.slug}/"
        )
        for topic in (found[position] for position in rules.most_alike(rules.normalise(question), texts)[:6])
    )


def _desk(entries: Entries, language: str) -> Result | None:
    """The organisation behind “talk to a person”, if the city names one that can be found."""
    for found in entries.values():
        if (found[0].kind, found[0].key) == (Kind.ORGANISATION, city().desk):
            return _result(found, language, 0.0)
    return None
