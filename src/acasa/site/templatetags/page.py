"""Small things that pages need: icons, and links that keep the page when the language changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_ICONS = Path(__file__).resolve().parents[1] / "icons"


@lru_cache(maxsize=128)
def _icon(name: str) -> str:
    return (_ICONS / f"{name}.svg").read_text().strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture that always stands beside its word, hidden from screen readers. Raises FileNotFoundError."""
    return mark_safe(_icon(name))  # noqa: S308 - our own files


@register.simple_tag(takes_context=True)
def absolute(context: dict, path: str) -> str:
    """An address with the host, for sharing and for print."""
    return f"{context.get('base_url', '')}{path}"
