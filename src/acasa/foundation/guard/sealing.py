"""Secrets that must be read again are sealed with a key that is not in the database, nor in its backups.

The key comes from Django's ``SECRET_KEY``; what was sealed with one of ``SECRET_KEY_FALLBACKS`` is still read.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_MARK = "sealed:"


class CannotOpen(Exception):
    """A secret was sealed with a key that we do not have."""


def seal(text: str) -> str:
    """The text, encrypted and authenticated (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _MARK + _fernets().encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """What was sealed; a text that was kept before sealing began is given back as it is. Raises CannotOpen."""
    if not text.startswith(_MARK):
        return text
    try:
        return _fernets().decrypt(text.removeprefix(_MARK)).decode()
    except InvalidToken as error:
        raise CannotOpen(
            "A secret was sealed with another ACASA_SECRET_KEY: name the former one in ACASA_SECRET_KEY_BEFORE."
        ) from error


def is_sealed_anew(text: str) -> bool:
    """Whether a text is sealed with the present key."""
    if not text.startswith(_MARK):
        return False
    try:
        _fernet(settings.SECRET_KEY).decrypt(text.removeprefix(_MARK))
    except InvalidToken:
        return False
    return True


def _fernets() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"acasa sealed secrets")
    return Fernet(base64.urlsafe_b64encode(key.derive(secret.encode())))
