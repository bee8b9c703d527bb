"""Fixtures for all tests; what they stand on is in tests/tools."""

from tests.tools.databases import cluj, django_db_setup  # noqa: F401 - pytest-django's own is overridden here
