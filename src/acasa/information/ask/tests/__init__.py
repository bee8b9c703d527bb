"""What the tests that cross rooms know of the one box."""

from tests.tools.rows import Rows

ROWS = Rows(public=("/ro/ask/?q=permis", "/ro/words/", "/ro/words/?q=permisului"))
