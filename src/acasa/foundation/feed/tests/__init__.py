"""What the tests that cross rooms know of the feed."""

from tests.tools.rows import EDITORS, Rows

_ALL = EDITORS | {"directory-editor"}
ROWS = Rows(
    authoring={"/cms/today/": _ALL},
    authoring_sent={"/cms/today/act/": _ALL},
    verbs={"assign": {"administrator": "", "editor": ""}},
)
