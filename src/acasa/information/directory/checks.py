"""What can be wrong with the directory."""

from __future__ import annotations

from collections.abc import Iterator

from acasa.foundation.feed.queries import finished
from acasa.foundation.guard.findings import Finding

from . import rules
from .models import HoursException, Organisation, Place, Report


def hours() -> Iterator[Finding]:
    """Opening hours that cannot be read."""
    for slug, notation in Place.objects.exclude(hours="").values_list("slug", "hours"):
        fault = rules.hours_fault(notation)
        if fault:
            yield Finding("directory", "error", f"place {slug}", f"opening hours cannot be read: {fault}")
    for exception in HoursException.objects.all():
        if rules.hours_fault(exception.hours):
            yield Finding("directory", "error", f"place {exception.place_id}", "an exception cannot be read")


def organisations() -> Iterator[Finding]:
    """Organisations without any way to reach them, or of low confidence."""
    for one in Organisation.objects.prefetch_related("phones", "places").order_by("slug"):
        reachable = one.website or one.email or one.phones.all() or any(p.address for p in one.places.all())
        if not reachable:
            yield Finding(
                "directory", "warning", f"organisation {one.slug}", "has no phone, mail, website or address"
            )
        if one.confidence == "low":
            yield Finding("directory", "warning", f"organisation {one.slug}", "is of low confidence")


def reports() -> Iterator[Finding]:
    """What readers reported and nobody settled yet."""
    done = finished("report") | finished("unanswered")
    for report in Report.objects.all():
        if f"report-{report.pk}" in done:
            continue
        yield Finding(
            "directory",
            "warning",
            report.about,
            f"a reader reported a mistake on {report.received_at:%Y-%m-%d}",
        )
