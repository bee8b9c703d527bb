"""Passwords in tests (a pytest plugin): trying one is slow on purpose, and in this process alone it is not."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> None:
    from django.conf import settings
    from django.contrib.auth import hashers

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()
