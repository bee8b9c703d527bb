"""What needs someone: overdue and doubtful things, broken links, readers' reports, conflicts with the pack."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from acasa.foundation.city.actions import decide_conflict
from acasa.foundation.city.models import PackConflict
from acasa.foundation.guard.actor import person
from acasa.foundation.people.queries import (
    edited_organisations,
    is_staff,
    may_edit_guide,
    may_edit_organisation,
)
from acasa.information.directory.actions import settle_report
from acasa.information.directory.models import Organisation, Place, Report
from acasa.information.guide import queries as guide
from acasa.information.guide.models import GuidePage


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: what it is, what is the matter, where to go."""

    about: str
    message: str
    address: str = ""
    report: Report | None = None
    conflict: PackConflict | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Items of one kind."""

    title: str
    items: list[Item] = field(default_factory=list)


def sections(organisations: set[str] | None) -> list[Section]:
    """Everything that waits; for a directory editor only what is about their organisations."""
    mine = [Section(_("Readers say that something is wrong"), _reports(organisations))]
    if organisations is not None:
        return [*mine, Section(_("Not confirmed by a person yet"), _unconfirmed(organisations))]
    return [
        *mine,
        Section(_("Changed both here and in the pack"), _conflicts()),
        Section(
            _("Pages past their review date"),
            [
                Item(p.address, _("was due on %(day)s") % {"day": p.review_by}, _edit(p.page_key))
                for p in guide.overdue_publications()
            ],
        ),
        Section(
            _("Facts past their review date"),
            [
                Item(
                    f.label,
                    _("was due on %(day)s") % {"day": f.review_by},
                    f"/cms/snippets/texts/fact/edit/{f.slug}/",
                )
                for f in guide.overdue_facts()
            ],
        ),
        Section(
            _("Facts of low confidence"),
            [Item(f.label, f.note, f"/cms/snippets/texts/fact/edit/{f.slug}/") for f in guide.weak_facts()],
        ),
        Section(
            _("To verify, as the authors wrote"),
            [
                Item(page.title, line, f"/cms/pages/{page.pk}/edit/")
                for page in GuidePage.objects.live()
                for line in page.verify.splitlines()
                if line.strip()
            ],
        ),
        Section(
            _("Links that do not work"),
            [
                Item(
                    link.url,
                    f"{link.evidence} · {', '.join(use.document for use in link.uses.all())}",
                    link.url,
                )
                for link in guide.broken_links()
            ],
        ),
        Section(_("Opening hours that are not confirmed"), _weak_hours()),
    ]


def _edit(page_key: str) -> str:
    page = GuidePage.objects.filter(translation_key=page_key).first()
    return f"/cms/pages/{page.pk}/edit/" if page else ""


def _reports(organisations: set[str] | None) -> list[Item]:
    waiting = Report.objects.filter(state=Report.State.NEW)
    if organisations is not None:
        waiting = waiting.filter(about__in=[f"organisation:{slug}" for slug in organisations])
    return [Item(report.about, report.message, report=report) for report in waiting]


def _unconfirmed(organisations: set[str]) -> list[Item]:
    found = Organisation.objects.filter(slug__in=organisations, checked_on__isnull=True)
    return [
        Item(
            o.name,
            _("Please check it, correct it, and fill in the day of the check."),
            f"/cms/snippets/directory/organisation/edit/{o.slug}/",
        )
        for o in found
    ]


def _conflicts() -> list[Item]:
    return [Item(f"{c.kind} {c.key}", ", ".join(c.fields), conflict=c) for c in PackConflict.objects.all()]


def _weak_hours() -> list[Item]:
    places = Place.objects.filter(hours_confidence="low").select_related("organisation")
    return [
        Item(p.organisation.name, p.hours, f"/cms/snippets/directory/place/edit/{p.slug}/") for p in places
    ]


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The whole list."""
    if not is_staff(request.user):
        raise PermissionDenied
    found = sections(edited_organisations(request.user))
    return render(
        request, "authoring/attention.html", {"sections": found, "may_decide": may_edit_guide(request.user)}
    )


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a reader's report as dealt with."""
    report = get_object_or_404(Report, pk=pk)
    kind, _colon, slug = report.about.partition(":")
    if not (
        may_edit_guide(request.user) or (kind == "organisation" and may_edit_organisation(request.user, slug))
    ):
        raise PermissionDenied
    settle_report(actor=person(request.user.pk), report=report)
    messages.success(request, _("Marked as done."))
    return redirect("attention")


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes what the pack says, or keeps what stands here."""
    if not may_edit_guide(request.user):
        raise PermissionDenied
    take = request.POST.get("take", "")
    if take not in ("pack", "here"):
        raise PermissionDenied
    decide_conflict(actor=person(request.user.pk), conflict=get_object_or_404(PackConflict, pk=pk), take=take)
    messages.success(request, _("Decided."))
    return redirect("attention")
