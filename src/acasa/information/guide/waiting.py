"""What of the guide waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2b

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acasa.foundation.city.queries import local_now
from acasa.foundation.feed.sources import DONE, Notice, Source
from acasa.foundation.texts import formatting

from . import queries
from .grants import EDIT_GUIDE
from .models import Feedback, GuidePage, TopicPage

UNHELPFUL_FROM = 5
"""So many “no” in thirty days, and more than “yes”, make a page worth a look."""


def _edit(page: GuidePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _day(day: date) -> str:
    return formatting.day(day, formatting.spoken())


def _by_key() -> dict[str, GuidePage]:
    return {str(page.translation_key): page for page in GuidePage.objects.select_related("responsible")}


def drafts() -> Iterator[Notice]:
    """Pages changed but not published, and those that wait for a second pair of eyes."""
    pages = GuidePage.objects.filter(has_unpublished_changes=True).select_related(
        "latest_revision__user", "responsible"
    )
    for page in pages:
        revision = page.latest_revision
        if revision is None:
            continue
        day = revision.created_at.date()
        words = {"day": _day(day), "person": revision.user or "–"}
        state = page.current_workflow_state
        message = (
            _("changed on %(day)s by %(person)s; waits for another editor")
            if state and state.status == "in_progress"
            else _("changed on %(day)s by %(person)s; not published")
        ) % words
        yield Notice(f"page-{page.pk}", page.title, message, _edit(page), day, team=page.responsible.name)


def overdue() -> Iterator[Notice]:
    """Published pages past their review date."""
    pages = _by_key()
    for publication in queries.overdue_publications().select_related("owner"):
        page = pages.get(publication.page_key)
        yield Notice(
            publication.address,
            page.title if page else publication.address,
            _("was due on %(day)s") % {"day": _day(publication.review_by)},
            _edit(page) if page else "",
            publication.review_by,
            team=publication.owner.name,
        )


def verify_subject(address: str, line: str) -> str:
    """The name under which “to verify” lines are known: another wording is another task."""
    return f"{address}#{blake2b(line.encode(), digest_size=6).hexdigest()}"


def to_verify() -> Iterator[Notice]:
    """What authors want checked, a line a task."""
    topics = dict(TopicPage.objects.values_list("path", "topic"))
    for page in GuidePage.objects.live().exclude(verify="").select_related("responsible"):
        address = f"{topics[page.path[: -page.steplen]]}/{page.slug}"
        since = (page.first_published_at or page.latest_revision_created_at or local_now()).date()
        for line in page.verify.splitlines():
            if line.strip():
                yield Notice(
                    verify_subject(address, line.strip()), page.title, line.strip(), _edit(page), since,
                    team=page.responsible.name,
                )  # fmt: skip


def broken_links() -> Iterator[Notice]:
    """Outside addresses that do not answer."""
    for link in queries.broken_links():
        places = ", ".join(sorted(use.document.partition(":")[2] for use in link.uses.all()))
        tried = (link.tried_at or local_now()).date()
        yield Notice(f"link-{link.pk}", link.url, f"{link.evidence} · {places}", link.url, tried)


def unhelpful() -> Iterator[Notice]:
    """Pages on which more readers of the last thirty days said “no” than “yes”."""
    today = local_now().date()
    counted = (
        Feedback.objects.filter(day__gt=today - timedelta(days=30))
        .values("page_key")
        .annotate(yes_sum=Sum("yes"), no_sum=Sum("no"))
        .filter(no_sum__gte=UNHELPFUL_FROM)
    )
    pages = _by_key()
    for row in counted:
        page = pages.get(row["page_key"])
        if page and row["no_sum"] > row["yes_sum"]:
            message = _("%(no)s readers did not find what they needed, %(yes)s did (thirty days)") % {
                "no": row["no_sum"], "yes": row["yes_sum"],
            }  # fmt: skip
            yield Notice(row["page_key"], page.title, message, _edit(page), today, team=page.responsible.name)


SOURCES = (
    Source(
        "page-draft",
        gettext_lazy("Drafts waiting"),
        gettext_lazy("Read what changed; then publish it or send it back."),
        drafts,
        EDIT_GUIDE,
        order=20,
    ),
    Source(
        "page-overdue",
        gettext_lazy("Pages past their review date"),
        gettext_lazy("Read the page against its sources; then set the next review date and publish."),
        overdue,
        EDIT_GUIDE,
        order=30,
    ),
    Source(
        "page-unhelpful",
        gettext_lazy("Pages that did not help"),
        gettext_lazy("Read the page as someone who needs it; what is missing on top?"),
        unhelpful,
        EDIT_GUIDE,
        DONE,
        order=40,
    ),
    Source(
        "link-broken",
        gettext_lazy("Links that do not work"),
        gettext_lazy("Find where the page went, or take the link out."),
        broken_links,
        EDIT_GUIDE,
        order=15,
    ),
    Source(
        "verify",
        gettext_lazy("To verify, as the authors wrote"),
        gettext_lazy("Check it where the line says; mend the page, then say what you found."),
        to_verify,
        EDIT_GUIDE,
        DONE,
        order=70,
    ),
)
