"""Plain pages: Markdown in, units of translation and safe HTML out."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.token import Token

from acasa.foundation.texts.rules import normalise, split_sentences

_PARSER = MarkdownIt("commonmark", {"html": False})


def _units(token: Token, before: Token, language: str) -> list[str]:
    text = normalise(token.content)
    return [text] if before.type == "heading_open" else split_sentences(text, language)


def sentences(text: str, language: str) -> list[str]:
    """The units of translation of a Markdown text, in order."""
    tokens = _PARSER.parse(text)
    return [
        unit
        for before, token in zip(tokens, tokens[1:], strict=False)
        if token.type == "inline"
        for unit in _units(token, before, language)
    ]


def to_html(text: str, language: str, render: Callable[[str], str]) -> str:
    """The Markdown's headings, paragraphs and lists as HTML; ``render`` writes each unit as safe HTML."""
    out: list[str] = []
    tokens = _PARSER.parse(text)
    for position, token in enumerate(tokens):
        if token.type == "inline":
            before = tokens[position - 1]
            out.append(" ".join(render(unit) for unit in _units(token, before, language)))
        elif token.type.endswith(("_open", "_close")) and not token.hidden:
            out.append(f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>")
        elif token.type == "hr":
            out.append("<hr>")
    return "".join(out)
