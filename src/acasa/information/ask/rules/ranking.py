"""The order of results: rare words first, in titles more than in texts, more asked words before fewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

FIELDS = "ABCD"
"""Title and official term; example questions and topic; summary, glance and names; body."""

_WORTH = (1.0, 0.6, 0.4, 0.15)
_STOP_WORD = 0.1
_KIND = {"page": 1.3, "service": 1.0, "organisation": 1.0, "word": 0.9}
_KIND_ORDER = ["page", "service", "organisation", "word"]
_TAIL = 0.12
_MOST = 10
"""Words of a question that are ranked by, the rarest first."""
_ENOUGH = 4
"""With so many rarer words, those that most things have are not looked at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question, and the words of the index that stand for it, each with its likeness (0 to 1)."""

    word: str
    spelling: str
    variants: Mapping[str, float]
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A thing and how well it answers; comparable only within one question."""

    thing: int
    score: float


def telling(asked: Iterable[Asked], documents: Mapping[str, int], *, things: int) -> list[Asked]:
    """The words of a question that tell things apart: the rarest known ones, at most ten.

    ``documents`` says how many things have each word. Of words that most things have only so many are taken
    as are needed beside the rarer ones.
    """
    known: list[tuple[bool, int, Asked]] = []
    for word in asked:
        most = max((documents[variant] for variant in word.variants if variant in documents), default=0)
        if most:
            known.append((word.stop, most, word))
    known.sort(key=lambda one: one[:2])
    rare = [word for _stop, most, word in known if 2 * most <= things]
    usual = [word for _stop, most, word in known if 2 * most > things]
    return [*rare, *usual[: max(0, _ENOUGH - len(rare))]][:_MOST]


def rank(
    asked: Sequence[Asked], places: Mapping[str, Sequence[int]], *, things: int, most: int
) -> list[Scored]:
    """The things in which asked words stand, the best first, at most so many.

    ``places`` says where each word stands: ``thing * 4 + field``. ``things`` is how many things there are. A
    word's worth is its rarity (as in BM25: Robertson and Zaragoza 2009, section 3.4) times that of its field.
    A thing that has none of the words that matter is left out, unless the question has no such word.
    """
    matters = not all(word.stop for word in asked)
    scores: dict[int, float] = defaultdict(float)
    covered: dict[int, float] = defaultdict(float)
    serious: set[int] = set()
    everything = 0.0
    for word in asked:
        best = _best_places(word, places)
        rarity = log(1 + (max(things, len(best)) - len(best) + 0.5) / (len(best) + 0.5))
        rarity *= _STOP_WORD if word.stop else 1.0
        everything += rarity if best else 0.0
        for thing, worth in best.items():
            scores[thing] += rarity * worth
            covered[thing] += rarity
        if matters and not word.stop:
            serious.update(best)
    found = serious if matters else scores
    ranked = sorted((-scores[one] * (0.3 + 0.7 * covered[one] / everything), one) for one in found)
    return [Scored(thing, -score) for score, thing in ranked[:most]]


def _best_places(word: Asked, places: Mapping[str, Sequence[int]]) -> dict[int, float]:
    best: dict[int, float] = {}
    for variant, likeness in word.variants.items():
        worth = [likeness * each for each in _WORTH]
        here = {place >> 2: worth[place & 3] for place in places.get(variant, ())}
        more, fewer = (here, best) if len(here) > len(best) else (best, here)
        for thing, value in fewer.items():
            if value > more.get(thing, 0.0):
                more[thing] = value
        best = more
    return best


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing found, with its kind and the outlines of its names in all languages."""

    thing: int
    kind: str
    names: frozenset[str]
    score: float


def order(candidates: Iterable[Candidate], outlines: Iterable[str], *, plain: bool) -> list[Candidate]:
    """The candidates in the order in which they are shown, with their final scores; the far tail is cut off.

    ``outlines`` are those of the question; a name that shares much with it counts more. In a ``plain``
    question, which is a name and not a sentence, the official word of that name comes first.
    """
    asked = {outline for outline in outlines if outline}
    final = [
        Candidate(
            one.thing, one.kind, one.names, one.score * _KIND.get(one.kind, 1.0) * _likeness(one.names, asked)
        )
        for one in candidates
    ]
    official = {one.thing for one in final if plain and one.kind == "word" and one.names & asked}
    final.sort(
        key=lambda one: (one.thing not in official, -round(one.score, 6), kind_order(one.kind), one.thing)
    )
    best = max((one.score for one in final), default=0.0)
    return [one for one in final if one.score >= best * _TAIL or one.thing in official]


def kind_order(kind: str) -> int:
    """Pages before services before organisations before words."""
    return _KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER)


def _likeness(names: Iterable[str], asked: Iterable[str]) -> float:
    """From 1 (nothing in common) to 1.75 (the question is the name)."""
    best = 1.0
    for name in names:
        words = set(name.split())
        for question in asked:
            share = len(words & set(question.split())) / len(words) if words else 0.0
            phrase = 0.25 if " " in question and f" {question} " in f" {name} " else 0.0
            best = max(best, 1 + 0.5 * share + phrase)
    return best
