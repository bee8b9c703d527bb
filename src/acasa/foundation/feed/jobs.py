"""What the feed does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .weekly import send_weekly_mails


@app.periodic(cron="0 6 * * *")
@app.task(queueing_lock="weekly_mail")
def weekly_mail(timestamp: int) -> None:
    """Every morning (06:00 UTC) to whom this week's mail has not gone: on Monday, unless the machine was off then."""
    send_weekly_mails()
