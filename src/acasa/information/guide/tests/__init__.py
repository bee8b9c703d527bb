"""What the tests that cross rooms know of the guide."""

from tests.tools.rows import EDITORS, Form, Rows


def _names() -> dict[str, str]:
    from acasa.information.guide.models import GuidePage

    return {"page": str(GuidePage.objects.get(slug="family-doctor").pk)}


_DOCTOR = "guide/health/family-doctor"
ROWS = Rows(
    public=(
        "/ar/emergency/", "/ro/guide/", "/ro/guide/health/", f"/en/{_DOCTOR}/", f"/en/{_DOCTOR}/?with=ro", f"/en/{_DOCTOR}/history/",
        f"/en/{_DOCTOR}/thanks/yes/", f"/ro/{_DOCTOR}.pdf", "/ro/guide.pdf", "/en/guide/learn.pdf?with=ro",
        "/ro/about/", "/ro/privacy/", "/ro/accessibility/", "/en/words/permis-de-sedere/",
    ),
    sent=(f"/ro/{_DOCTOR}/feedback/", "/q/00000000-ro"),
    missing=("/ro/guide/health/nothing/", "/q/00000000-ro", "/ro/words/nothing/", "/ro/guide/nothing.pdf"),
    authoring={
        "/cms/table/": EDITORS,
        "/cms/pages/{page}/edit/": EDITORS,
        "/cms/guide/{page}/publish/": EDITORS,
        "/cms/guide/{page}/withdraw/": EDITORS,
    },
    authoring_sent={"/cms/ease/": EDITORS},
    names=_names,
    verbs={
        "edit-guide": {"administrator": "", "editor": ""},
        "publish-unread": {"administrator": ""},
    },
    forms={"guide.word": Form({"slug": "one-more"}, "meaning")},
)  # fmt: skip
