"""What the feed does by the clock."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .weekly import send_weekly_mails


@app.periodic(cron="0 6 * * 1")
@app.task(queueing_lock="weekly_mail")
def weekly_mail(timestamp: int) -> None:
    """Monday morning (06:00 UTC): what waits for each of the staff."""
    send_weekly_mails()
