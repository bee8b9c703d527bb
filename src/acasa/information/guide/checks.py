"""What can be wrong with the guide."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from acasa.foundation.feed.queries import finished
from acasa.foundation.guard.findings import Finding

from . import queries
from .authoring_faults import page_faults
from .models import GuidePage, Publication
from .waiting import verify_subject


def pages() -> Iterator[Finding]:
    """Published pages that could not be published today, overdue ones, and what their authors still want checked."""
    verified = finished("verify")
    for page in GuidePage.objects.live():
        authored = page.authored()
        address = f"{authored['topic']}/{authored['slug']}"
        for fault in page_faults(authored, page_key=str(page.translation_key)):
            yield Finding("guide", "error", f"page {address}", str(fault))
        for line in authored["verify"]:
            if verify_subject(address, line) in verified:
                continue
            yield Finding("guide", "warning", f"page {address}", f"to verify: {line}")
    for publication in queries.overdue_publications():
        yield Finding(
            "guide",
            "warning",
            f"page {publication.address}",
            f"was to be reviewed by {publication.review_by}",
        )


def inside_and_outside() -> Iterator[Finding]:
    """Pages that the authoring room calls public and readers do not find as they are written there, and the reverse."""
    published = {one.page_key: one for one in queries.publications()}
    for page in GuidePage.objects.live():
        stands: Publication | None = published.pop(str(page.translation_key), None)
        about = f"page {page.topic_slug}/{page.slug}"
        if stands is None:
            yield Finding(
                "guide", "error", about, "is public in the authoring room, and readers do not find it"
            )
        elif not _as_published(page, stands):
            yield Finding(
                "guide", "error", about, "says something else in the authoring room than to readers"
            )
    for stands in published.values():
        yield Finding(
            "guide", "error", f"page {stands.address}", "is read, and the authoring room calls it not public"
        )


def _as_published(page: GuidePage, stands: Publication) -> bool:
    try:
        return queries.project(page.authored()) == stands.edition.content
    except ValidationError:
        return False


def links() -> Iterator[Finding]:
    """Outside addresses that do not answer."""
    for link in queries.broken_links():
        places = ", ".join(sorted(use.document for use in link.uses.all()))
        level = "error" if link.state == "broken" else "warning"
        yield Finding("guide", level, link.url, f"{link.evidence} ({places})")
