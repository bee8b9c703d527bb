"""What the directory does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget_reports")
def forget_reports(timestamp: int) -> None:
    """Every hour, for a machine may be off at night: readers' words that were dealt with long ago."""
    actions.forget_reports()
