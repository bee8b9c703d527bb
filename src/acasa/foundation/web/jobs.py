"""What the house itself does by the clock: goes on with jobs that were broken off, and clears away what is done."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status

from acasa.foundation.people.actions import forget_old_events
from acasa.foundation.people.sessions import SessionStore

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""How often a job is begun whose worker ends in the middle of it: perhaps it is the job that ends it."""

KEPT_HOURS = 14 * 24
"""How long a job that is done or failed can still be looked at."""


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="go_on_with_jobs", pass_context=True)
async def go_on_with_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker is gone are done again (each is safe to run twice); after three times they count as failed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.attempts < MOST_ATTEMPTS:
            try:
                await manager.retry_job(job)
                continue
            except UniqueViolation:  # the same waits already, and will do what this one left
                log.info("job %s (%s) was broken off; the next one takes its place", job.id, job.task_name)
        else:
            log.error("job %s (%s) was broken off %s times", job.id, job.task_name, job.attempts)
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Every hour, for a machine may be off at night: jobs that ended two weeks ago or earlier."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


@app.periodic(cron="29 * * * *")
@app.task(queueing_lock="forget_old_sessions")
def forget_old_sessions(timestamp: int) -> None:
    """Every hour: sessions that are over."""
    SessionStore.clear_expired()


@app.periodic(cron="31 * * * *")
@app.task(queueing_lock="forget_old_sign_ins")
def forget_old_sign_ins(timestamp: int) -> None:
    """Every hour: what happened at the door more than half a year ago."""
    forget_old_events()
