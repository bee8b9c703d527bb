"""The search index follows what is published."""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from . import actions


@app.task(queueing_lock="refresh_index")
def refresh_index() -> None:
    """Rewrites the entries whose content changed; run twice it changes nothing."""
    actions.refresh_index()


def ask_for_refresh() -> None:
    """Puts one refresh into the queue; one that waits already is enough."""
    try:
        refresh_index.defer()
    except AlreadyEnqueued:
        return
