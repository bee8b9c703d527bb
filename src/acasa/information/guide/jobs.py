"""What the guide does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from acasa.foundation.guard.actor import CLOCK
from acasa.information.directory.models import Organisation, Service

from . import actions, link_check, scheduling
from .models import OutsideLink


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="publish_scheduled")
def publish_scheduled(timestamp: int) -> None:
    """Publishes and withdraws pages whose hour has come."""
    scheduling.publish_and_withdraw_due()


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="check_links")
def check_links(timestamp: int) -> None:
    """Tries, within the hour, outside addresses not tried for a week, and every day those that failed."""
    for organisation in Organisation.objects.all():
        services = Service.objects.filter(organisation=organisation).exclude(website="")
        urls = {organisation.website, *services.values_list("website", flat=True)} - {""}
        actions.place_outside_links(f"organisation:{organisation.slug}", urls)
    now = timezone.now()
    due = OutsideLink.objects.filter(
        Q(tried_at__isnull=True)
        | Q(tried_at__lt=now - timedelta(days=7))
        | Q(state__in=["doubtful", "broken"], tried_at__lt=now - timedelta(hours=20))
    )
    for link in due:
        evidence = link_check.try_address(link.url)
        actions.note_link_result(actor=CLOCK, link=link, works=evidence.works, evidence=evidence.words)
