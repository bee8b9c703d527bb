"""Where a link in a text leads: rooms register the address behind each scheme (``page:``, ``service:``)."""

from __future__ import annotations

_schemes: dict[str, str] = {}


def register_scheme(scheme: str, pattern: str) -> None:
    """``pattern`` holds ``{language}`` and ``{rest}``, such as ``/{language}/guide/{rest}/``."""
    _schemes[scheme] = pattern


def address(target: str, language: str) -> str:
    """The address behind a link target for a reader of a language; empty for an unknown scheme."""
    if target.startswith(("http://", "https://")):
        return target
    scheme, _, rest = target.partition(":")
    pattern = _schemes.get(scheme)
    return pattern.format(language=language, rest=rest) if pattern and rest else ""
