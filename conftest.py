"""Fixtures for all tests; the databases themselves are made by the plugin in acasa.site.test_database."""

from acasa.site.test_database import cluj, django_db_setup  # noqa: F401 - pytest-django's own is overridden here
