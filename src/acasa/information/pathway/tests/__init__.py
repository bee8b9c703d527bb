"""What the tests that cross rooms know of the path."""

from __future__ import annotations

from typing import Any

from tests.tools.rows import EDITORS, Form, Rows


def _step(of: str) -> Any:
    from acasa.information.pathway.models import Step

    return Step.objects.filter(safety=False).first()


ROWS = Rows(
    public=("/en/path/", "/en/path/for-others/"),
    sent=("/ro/path/path.ics", "/ro/path/path.pdf", "/ro/path/desk/", "/ro/path/count/"),
    authoring={"/cms/path/": EDITORS, "/cms/snippets/pathway/question/edit/purpose/": EDITORS},
    authoring_sent={"/cms/path/try/": EDITORS},
    verbs={"edit-path": {"administrator": "", "editor": ""}},
    forms={
        "pathway.step": Form({"slug": "one-more", "safety": None}, "title", find=_step),
        "pathway.question": Form({"slug": "one_more"}, "ask"),
        "pathway.persona": Form({"slug": "one-more"}, "title"),
    },
)
