"""What of the path and its letters waits for an editor, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acasa.foundation.city.queries import local_now
from acasa.foundation.feed.queries import finished
from acasa.foundation.feed.sources import DONE, Notice, Source
from acasa.foundation.guard.findings import Finding
from acasa.foundation.staff.entries import edit_address
from acasa.information.guide.queries import publications
from acasa.information.guide.waiting import verify_subject

from . import queries
from .grants import EDIT_PATH
from .kinds import LETTER, STEP


def to_verify() -> Iterator[Notice]:
    """What the authors of steps and letters want checked, a line a task; it is the task of the page's owner."""
    owners = {page.address: page.owner.name for page in publications()}
    today = local_now().date()
    for kind in (STEP, LETTER):
        for row in kind.model._default_manager.all():
            entry = kind.entry(row)
            lines = entry["verify"]
            if entry["unsure"] and not lines:
                lines = [_("Not confirmed, and nobody wrote what is to be checked.")]
            for line in lines:
                yield Notice(
                    verify_subject(f"{kind.name}/{row.pk}", line), str(row), line,
                    edit_address(kind.model, row.pk), today,
                    team=owners.get(entry["page"], ""),
                )  # fmt: skip


def findings() -> Iterator[Finding]:
    """Faults of the path, and what is still to be verified."""
    for fault in queries.faults():
        yield Finding("path", "error", f"{fault.kind} {fault.key}", f"{fault.field}: {fault.message}")
    verified = finished("path-verify")
    for notice in to_verify():
        if notice.subject not in verified:
            yield Finding("path", "warning", notice.subject.partition("#")[0], f"to verify: {notice.message}")


VERIFY = Source(
    "path-verify",
    gettext_lazy("To verify on the path and in letters"),
    gettext_lazy("Check it where the line says; mend the step or letter, then say what you found."),
    to_verify,
    EDIT_PATH,
    DONE,
    order=71,
)
