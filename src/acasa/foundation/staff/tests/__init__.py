"""What the tests that cross rooms know of the shell for staff."""

from tests.tools.rows import EDITORS, Rows

_ALL, _ADMINISTRATORS = EDITORS | {"directory-editor"}, frozenset({"administrator"})


def _names() -> dict[str, str]:
    from acasa.foundation.guard.actor import SYSTEM
    from acasa.foundation.people.actions import create_account

    made = create_account(actor=SYSTEM, email="colleague@example.org", password="correct horse battery")
    return {"colleague": str(made.pk)}


ROWS = Rows(
    public=("/accounts/login/",),
    authoring={
        "/cms/": _ALL,
        "/cms/colleagues/": _ADMINISTRATORS,
        "/cms/colleagues/invite/": _ADMINISTRATORS,
        "/cms/colleagues/{colleague}/": _ADMINISTRATORS,
        "/cms/reports/site-history/": EDITORS,
    },
    authoring_sent={"/cms/colleagues/{colleague}/change/": _ADMINISTRATORS},
    names=_names,
    verbs={"open-authoring-room": {"administrator": "", "editor": "", "directory-editor": "oss"}},
)
