"""What the tests that cross rooms know of people."""

from tests.tools.rows import Rows

ROWS = Rows(verbs={"manage-people": {"administrator": ""}})
