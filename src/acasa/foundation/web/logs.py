"""Structured logs, one JSON object a line, without personal data."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from django.db.utils import InterfaceError, OperationalError


def _without_people(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drops what could name a person or repeat a question: query strings, request objects, bodies."""
    for name in ("request", "user", "body", "args"):
        event.pop(name, None)
    if isinstance(event.get("event"), str):
        event["event"] = event["event"].split("?")[0]
    return event


def _without_values(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops what PostgreSQL repeats of a row or a value that it refused; the kind of fault and the place stay."""
    kept, repeating = [], False
    for line in event.get("exception", "").splitlines():
        if line.startswith(("psycopg.", "django.db.")):
            kept.append(": ".join(line.split(": ")[:2]))
            repeating = True
        elif not repeating or line.startswith(("Traceback ", "The above exception ", "During handling ")):
            kept.append(line)
            repeating = False
    if kept:
        event["exception"] = "\n".join(kept)
    return event


class OncePerOutage(logging.Filter):
    """A database that is away is told in one line a minute, not in a traceback for each reader who asks meanwhile."""

    EVERY = 60.0
    """Seconds."""

    def __init__(self) -> None:
        super().__init__()
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if not (record.exc_info and _tells_of_an_outage(record.exc_info[1])):
            return True
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self.EVERY
        record.msg, record.args = "the database does not answer", ()
        record.exc_info = record.exc_text = None
        return True


def _tells_of_an_outage(error: BaseException | None) -> bool:
    """Whether the database could not be reached; a query that it broke off is a fault to look into."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return not state or state.startswith(("08", "57P", "53300"))


def configure(settings: dict[str, Any]) -> None:
    """Sets up logging for the process; called by Django with ``LOGGING``."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_people,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(OncePerOutage())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_values,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings["level"])
    for noisy in ("procrastinate", "httpx", "markdown_it", "asyncio", "wagtail", "django_tasks"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
