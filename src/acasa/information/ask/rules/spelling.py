"""Slips of the finger: which known word was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def edits(one: str, other: str, *, most: int = 3) -> int:
    """How many letters were left out, added, changed or swapped; ``most`` + 1 if more than that.

    Optimal string alignment: a swapped pair is one slip.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str:
    """The known word most likely meant; empty if none is near enough.

    ``known`` are words with how many things have them. Words of three letters and words with digits forgive
    no slip, short words one, from six letters on two, from twelve on three; with another first letter one.
    """
    if len(word) < 4 or any(character.isdigit() for character in word):
        return ""
    allowed = 1 if len(word) < 6 else 2 if len(word) < 12 else 3
    near = [
        (distance, candidate[0] != word[0], -documents, candidate)
        for candidate, documents in known
        if (distance := edits(word, candidate, most=allowed)) <= (allowed if candidate[0] == word[0] else 1)
    ]
    return min(near)[-1] if near else ""


def most_alike(question: str, texts: Sequence[str]) -> list[int]:
    """The positions of texts, those that share most letter triples with a question first."""
    asked = _triples(question)
    shares = [len(asked & (own := _triples(text))) / (len(own) or 1) for text in texts]
    return sorted(range(len(texts)), key=lambda position: -shares[position])


def _triples(text: str) -> set[str]:
    return {
        padded[at : at + 3]
        for word in text.split()
        for padded in [f" {word} "]
        for at in range(len(padded) - 2)
    }
