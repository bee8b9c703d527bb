"""What the tests that cross rooms know of packs."""

from tests.tools.rows import Rows

ROWS = Rows(verbs={"load-packs": {"administrator": "", "editor": ""}})
