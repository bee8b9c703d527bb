"""What of the directory waits for somebody, and what readers reported."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acasa.foundation.city.queries import local_now
from acasa.foundation.city.rules import first_day
from acasa.foundation.feed.sources import DONE, Notice, Source
from acasa.foundation.people.queries import scopes
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.documents import Document, documents

from .grants import DIRECTORY_EDITOR, EDIT_DIRECTORY
from .models import Organisation, Place, Report, Service

SEARCH = "search"
"""What a report is about when a search found nothing and the reader sent it to the editors."""


def reports() -> Iterator[Notice]:
    """“Something is wrong”, in readers' own words."""
    owners = dict(Service.objects.values_list("slug", "organisation"))
    found = list(Report.objects.exclude(about=SEARCH))
    known = documents(report.about for report in found)
    for report in found:
        kind, _colon, name = report.about.partition(":")
        organisation = name if kind == "organisation" else owners.get(name, "") if kind == "service" else ""
        about = known.get(report.about) or Document(
            name or report.about, name if name.startswith("/") else ""
        )
        yield Notice(
            f"report-{report.pk}", about.title, report.message, about.address, report.received_at.date(),
            scope=organisation, private=True, language=report.language, edit=about.edit,
        )  # fmt: skip


def unanswered() -> Iterator[Notice]:
    """What readers searched without finding it, where they chose to tell."""
    for report in Report.objects.filter(about=SEARCH):
        yield Notice(
            f"report-{report.pk}", _("Search"), report.message, "", report.received_at.date(), private=True,
            language=report.language,
        )  # fmt: skip


def unconfirmed() -> Iterator[Notice]:
    """Organisations with an editor of their own who has not confirmed the entry yet."""
    cared_for = scopes(DIRECTORY_EDITOR.name)
    for one in Organisation.objects.filter(slug__in=cared_for, checked_on__isnull=True):
        yield Notice(
            one.slug, one.name, _("Please check it, correct it, and fill in the day of the check."),
            edit_address(Organisation, one.slug), first_day(one.as_of) if one.as_of else local_now().date(),
            scope=one.slug,
        )  # fmt: skip


def weak_hours() -> Iterator[Notice]:
    """Opening hours that are not confirmed."""
    for place in Place.objects.filter(hours_confidence="low").select_related("organisation"):
        one = place.organisation
        yield Notice(
            place.slug, one.name, place.hours, edit_address(Place, place.slug),
            first_day(one.as_of) if one.as_of else local_now().date(), scope=one.slug,
        )  # fmt: skip


SOURCES = (
    Source(
        "report",
        gettext_lazy("Readers say that something is wrong"),
        gettext_lazy("Check it; mend the page or the entry; then tick it off."),
        reports,
        EDIT_DIRECTORY,
        DONE,
        order=0,
    ),
    Source(
        "unanswered",
        gettext_lazy("Searches without an answer"),
        gettext_lazy("Is it missing in the guide, or only under another word?"),
        unanswered,
        EDIT_DIRECTORY,
        DONE,
        order=5,
    ),
    Source(
        "organisation-unconfirmed",
        gettext_lazy("Not confirmed by a person yet"),
        gettext_lazy("Check it with the organisation and fill in the day of the check."),
        unconfirmed,
        EDIT_DIRECTORY,
        order=50,
    ),
    Source(
        "hours-weak",
        gettext_lazy("Opening hours that are not confirmed"),
        gettext_lazy("Call, or look on the door; then raise the confidence."),
        weak_hours,
        EDIT_DIRECTORY,
        order=80,
    ),
)
