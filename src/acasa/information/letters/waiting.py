"""What of the letters waits for an editor."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from acasa.foundation.feed.queries import finished
from acasa.foundation.feed.sources import DONE, Notice, Source
from acasa.foundation.guard.findings import Finding
from acasa.information.guide.waiting import entries_to_verify

from .grants import EDIT_LETTERS
from .kinds import LETTER


def to_verify() -> Iterator[Notice]:
    """What the authors of letters want checked."""
    return entries_to_verify(LETTER)


def findings() -> Iterator[Finding]:
    """What is still to be verified."""
    verified = finished("letter-verify")
    for notice in to_verify():
        if notice.subject not in verified:
            yield Finding(
                "letters", "warning", notice.subject.partition("#")[0], f"to verify: {notice.message}"
            )


VERIFY = Source(
    "letter-verify",
    gettext_lazy("To verify in letters"),
    gettext_lazy("Check it where the line says; mend the letter, then say what you found."),
    to_verify,
    EDIT_LETTERS,
    DONE,
    order=72,
)
