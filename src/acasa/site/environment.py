"""Settings from the environment, with clear errors for wrong ones."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingInvalid(Exception):
    """A setting in the environment is wrong; the message says which, and what was expected."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no setting. Raises SettingInvalid for anything but 1, 0, true, false, yes, no."""
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes"):
        return True
    if value in ("0", "false", "no"):
        return False
    raise SettingInvalid(f"{name}: expected 1 or 0, found “{value}”")


def number(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within bounds. Raises SettingInvalid otherwise."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or not least <= int(value) <= most:
        raise SettingInvalid(f"{name}: expected a whole number from {least} to {most}, found “{value}”")
    return int(value)


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or default


@dataclass(frozen=True, slots=True)
class Database:
    """Where a PostgreSQL database is, and as whom to sign in."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: dict[str, str]

    def as_django(self) -> dict[str, object]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            # Seconds; a database that does not answer must not hold readers for minutes.
            "OPTIONS": {"connect_timeout": "5", **self.options},
        }


def database(name: str) -> Database | None:
    """A database from a URL such as postgresql://user:password@host:5432/name; None if it is not set."""
    value = text(name)
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/") or not parts.username:
        shown = f"{parts.scheme}://…" if parts.scheme else "something else"
        raise SettingInvalid(f"{name}: expected postgresql://user:password@host:5432/name, found {shown}")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or (parts.hostname or "")
    return Database(
        host=unquote(host),
        port=str(parts.port or query.pop("port", "")),
        name=unquote(parts.path.lstrip("/")),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        options=query,
    )


def folder(name: str, default: Path) -> Path:
    return Path(text(name) or default).expanduser().resolve()
