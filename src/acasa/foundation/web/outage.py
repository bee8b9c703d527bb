"""While the database cannot be reached: the last page a process has, marked as such, is better than none."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext

Headers = list[tuple[str, str]]
RETRY_AFTER = "15"
"""Seconds after which it is worth asking again."""

_BEGIN = b'<main id="main" tabindex="-1">'
# What a cache may say of the page itself does not hold for this answer; a length will be said anew.
_OF_THE_PAGE = {"cache-control", "etag", "content-length"}


def marked(body: bytes, headers: Headers, path: str) -> tuple[bytes, Headers]:
    """A kept page with a sentence on top that it may be out of date, in its own language; nobody keeps this one."""
    kept = [(name, value) for name, value in headers if name.lower() not in _OF_THE_PAGE]
    kept += [("Cache-Control", "no-store"), ("Warning", '110 - "Response is Stale"')]
    language = path.lstrip("/").partition("/")[0]
    if _BEGIN not in body or language not in dict(settings.LANGUAGES):
        return body, kept
    with translation.override(language):
        said = gettext(
            "This page may be out of date: something is broken here, and this is the last page that we kept."
        )
    notice = format_html('<p class="notice warning" role="status">{}</p>', said)
    return body.replace(_BEGIN, _BEGIN + notice.encode(), 1), kept
