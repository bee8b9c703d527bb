"""The small markup of a sentence: facts, official words, strong, links. Parsed once, written to any medium."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

_TOKEN = re.compile(
    r"\{(?P<fact>[a-z0-9]+(?:-[a-z0-9]+)*)\}"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<official>[^*]+)\*"
    r"|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of a sentence. ``kind`` is text, fact, strong, official or link; a link has a target."""

    kind: str
    value: str
    target: str = ""


def parse(sentence: str) -> list[Piece]:
    """The runs of a sentence, in order. Nothing is invalid: what is no markup is text."""
    pieces: list[Piece] = []
    position = 0
    for match in _TOKEN.finditer(sentence):
        if match.start() > position:
            pieces.append(Piece("text", sentence[position : match.start()]))
        kind = "link" if match.lastgroup == "target" else match.lastgroup or "text"
        if kind == "link":
            pieces.append(Piece("link", match["label"], match["target"]))
        else:
            pieces.append(Piece(kind, match[kind]))
        position = match.end()
    if position < len(sentence):
        pieces.append(Piece("text", sentence[position:]))
    return pieces


Fact = Callable[[str], str]
"""Writes a fact in the reader's format, in the medium at hand (HTML, plain text)."""

Address = Callable[[str], str]
"""Gives the address behind a link target such as ``page:health/family-doctor``; empty if it has none here."""


Explain = Callable[[str], str]
"""Writes running text as safe HTML, with what is explained elsewhere on the page made a link."""


def to_html(
    sentence: str, *, fact: Fact, address: Address, official_language: str, explain: Explain = escape
) -> str:
    """The sentence as safe HTML. ``fact`` and ``explain`` must return safe HTML."""
    out: list[str] = []
    for piece in parse(sentence):
        match piece.kind:
            case "fact":
                out.append(fact(piece.value))
            case "strong":
                out.append(f"<strong>{_nested(piece.value, fact)}</strong>")
            case "official":
                out.append(f'<i lang="{official_language}" dir="ltr">{explain(piece.value)}</i>')
            case "link":
                href = address(piece.target)
                label = _nested(piece.value, fact)
                outside = ' rel="noopener external"' if "://" in piece.target else ""
                out.append(f'<a href="{escape(href)}"{outside}>{label}</a>' if href else label)
            case _:
                out.append(explain(piece.value))
    return "".join(out)


def _nested(value: str, fact: Fact) -> str:
    return "".join(
        fact(piece.value) if piece.kind == "fact" else escape(piece.value) for piece in parse(value)
    )


def to_plain(sentence: str, *, fact: Fact) -> str:
    """The sentence as plain text: link labels without their address. ``fact`` returns plain text."""
    return "".join(
        fact(piece.value)
        if piece.kind == "fact"
        else to_plain(piece.value, fact=fact)
        if piece.kind in ("strong", "link")
        else piece.value
        for piece in parse(sentence)
    )
