"""How a question finds its answer: words, slips and ranking. No Django, no database."""

from .ranking import FIELDS, Asked, Candidate, Scored, kind_order, order, rank, telling
from .spelling import edits, most_alike, nearest
from .words import Token, asked_words, normalise, outline, question_language, tokens, vector

__all__ = [
    "FIELDS",
    "Asked",
    "Candidate",
    "Scored",
    "Token",
    "asked_words",
    "edits",
    "kind_order",
    "most_alike",
    "nearest",
    "normalise",
    "order",
    "outline",
    "question_language",
    "rank",
    "telling",
    "tokens",
    "vector",
]
