"""What the tests that cross rooms know of the letters."""

from __future__ import annotations

from tests.tools.rows import EDITORS, Form, Rows

ROWS = Rows(
    public=("/en/letters/", "/ar/letters/family-doctor-registration/"),
    sent=("/ro/letters/family-doctor-registration.pdf",),
    missing=("/ro/letters/nothing/", "/ro/letters/nothing.pdf"),
    verbs={"edit-letters": dict.fromkeys(EDITORS, "")},
    forms={"letters.letter": Form({"slug": "one-more"}, "written")},
)
