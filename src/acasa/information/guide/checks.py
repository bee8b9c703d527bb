"""What can be wrong with the guide."""

from __future__ import annotations

from collections.abc import Iterator

from acasa.foundation.feed.queries import finished
from acasa.foundation.guard.findings import Finding

from . import queries
from .models import GuidePage
from .waiting import verify_subject


def pages() -> Iterator[Finding]:
    """Published pages that could not be published today, overdue ones, and what their authors still want checked."""
    verified = finished("verify")
    for page in GuidePage.objects.live():
        authored = page.authored()
        address = f"{authored['topic']}/{authored['slug']}"
        for fault in queries.document_faults(authored):
            yield Finding("guide", "error", f"page {address}", fault)
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


def links() -> Iterator[Finding]:
    """Outside addresses that do not answer."""
    for link in queries.broken_links():
        places = ", ".join(sorted(use.document for use in link.uses.all()))
        level = "error" if link.state == "broken" else "warning"
        yield Finding("guide", level, link.url, f"{link.evidence} ({places})")
