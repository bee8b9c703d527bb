"""Which browser, in words that its owner knows again: “Firefox, Linux”. No versions: they tell people apart."""

from __future__ import annotations

# Who pretends to be another comes first: Edge and Opera say Chrome, Chrome says Safari.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def browser_of(user_agent: str) -> str:
    """Browser and system of a User-Agent header; empty where it names neither."""
    names = (
        next((name for sign, name in known if sign in user_agent), "") for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, names))
