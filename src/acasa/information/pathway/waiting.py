"""What of the path waits for an editor, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from acasa.foundation.feed.queries import finished
from acasa.foundation.feed.sources import DONE, Notice, Source
from acasa.foundation.guard.findings import Finding
from acasa.information.guide.waiting import entries_to_verify

from . import queries
from .grants import EDIT_PATH
from .kinds import STEP


def to_verify() -> Iterator[Notice]:
    """What the authors of steps want checked."""
    return entries_to_verify(STEP)


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
    gettext_lazy("To verify on the path"),
    gettext_lazy("Check it where the line says; mend the step, then say what you found."),
    to_verify,
    EDIT_PATH,
    DONE,
    order=71,
)
