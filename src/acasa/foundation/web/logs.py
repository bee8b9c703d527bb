"""Structured logs, one JSON object a line, without personal data."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog


def _without_people(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drops what could name a person or repeat a question: query strings, request objects, bodies."""
    for name in ("request", "user", "body", "args"):
        event.pop(name, None)
    if isinstance(event.get("event"), str):
        event["event"] = event["event"].split("?")[0]
    return event


def configure(settings: dict[str, Any]) -> None:
    """Sets up logging for the process; called by Django with ``LOGGING``."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_people,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
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
