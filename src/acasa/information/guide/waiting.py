"""What of the guide waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import blake2b

from django.db.models import F, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from acasa.foundation.city.queries import local_now
from acasa.foundation.feed.sources import DONE, Notice, Source
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts import formatting
from acasa.foundation.texts import queries as texts
from acasa.foundation.texts.kinds import Kind

from . import queries, scheduling
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
    in_review = {task.workflow_state.object_id for task in _reviews(TaskState.STATUS_IN_PROGRESS)}
    sent_back = {task.workflow_state.object_id: task for task in _reviews(TaskState.STATUS_REJECTED)}
    for page in pages:
        revision = page.latest_revision
        if revision is None or str(page.pk) in in_review:
            continue
        day = revision.created_at.date()
        words = {"day": _day(day), "person": revision.user or "–"}
        if back := sent_back.get(str(page.pk)):
            words |= {"reader": back.finished_by or "–", "comment": back.comment or "–"}
            message = _("sent back by %(reader)s: “%(comment)s”; changed on %(day)s by %(person)s") % words
        else:
            message = _("changed on %(day)s by %(person)s; not published") % words
        yield Notice(
            f"page-{page.pk}", page.draft_title, message, _edit(page), day, team=page.responsible.name
        )


def _reviews(status: str) -> QuerySet[TaskState]:
    """Where the reviews stand that are open or wait for changes."""
    open_states = ("in_progress", "needs_changes")
    return TaskState.objects.filter(
        status=status,
        workflow_state__status__in=open_states,
        pk=F("workflow_state__current_task_state"),
    ).select_related("workflow_state__requested_by", "finished_by", "revision__user")


def reviews() -> Iterator[Notice]:
    """Pages that somebody else is asked to read."""
    pages = GuidePage.objects.select_related("responsible").in_bulk()
    for task in _reviews(TaskState.STATUS_IN_PROGRESS):
        page = pages.get(int(task.workflow_state.object_id))
        if page is None:
            continue
        day = task.started_at.date()
        asked = task.workflow_state.requested_by or task.revision.user or "–"
        message = _("%(person)s asks since %(day)s that somebody else reads it") % {
            "person": asked, "day": _day(day),
        }  # fmt: skip
        yield Notice(
            f"review-{page.pk}", page.draft_title, message, _edit(page), day, team=page.responsible.name
        )


def late() -> Iterator[Notice]:
    """Pages that the clock could not publish or withdraw."""
    for one in scheduling.late():
        reasons = "; ".join(one.reasons) or _("the machine could not; its log says why")
        what = (
            _("was to be published on %(day)s, and is not. %(reasons)s")
            if one.publishes
            else _("was to be withdrawn on %(day)s, and is still public. %(reasons)s")
        )
        message = what % {"day": _day(one.since.date()), "reasons": reasons}
        yield Notice(
            f"late-{one.page.pk}", one.page.draft_title, message, _edit(one.page), one.since.date(),
            team=one.page.responsible.name,
        )  # fmt: skip


def untranslated() -> Iterator[Notice]:
    """Published pages with sentences that readers of another language meet in the source language."""
    pages = _by_key()
    for document, waits in texts.waiting_for_translation("guide:").items():
        page = pages.get(document.partition(":")[2])
        if page is None:
            continue
        listed = ", ".join(f"{formatting.language_name(code)} {n}" for code, n in waits.languages.items())
        message = _("Sentences without a translation: %(languages)s") % {"languages": listed}
        yield Notice(
            f"translate-{page.pk}", page.title, message, _edit(page), waits.since, team=page.responsible.name
        )


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


def entries_to_verify(kind: Kind) -> Iterator[Notice]:
    """What the authors of entries that name a page want checked, a line a task; it is the task of the page's owner."""
    owners = {page.address: page.owner.name for page in queries.publications()}
    today = local_now().date()
    for row in kind.model._default_manager.all():
        entry = kind.entry(row)
        lines = entry["verify"]
        if entry["unsure"] and not lines:
            lines = [_("Not confirmed, and nobody wrote what is to be checked.")]
        for line in lines:
            yield Notice(
                verify_subject(f"{kind.name}/{row.pk}", line), str(row), line, edit_address(kind.model, row.pk), today,
                team=owners.get(entry["page"], ""),
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
        "page-late",
        gettext_lazy("Pages whose hour has passed"),
        gettext_lazy(
            "Mend what stands in the way, or change the hour; the clock tries again every five minutes."
        ),
        late,
        EDIT_GUIDE,
        order=10,
    ),
    Source(
        "page-review",
        gettext_lazy("Pages to be read by somebody else"),
        gettext_lazy("Read it as a newcomer would; then approve it, or send it back and say why."),
        reviews,
        EDIT_GUIDE,
        order=15,
    ),
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
        "page-untranslated",
        gettext_lazy("Sentences waiting for translation"),
        gettext_lazy("Until somebody translates them, readers of these languages meet them in ours."),
        untranslated,
        EDIT_GUIDE,
        order=55,
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
