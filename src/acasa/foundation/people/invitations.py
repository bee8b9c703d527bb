"""The link by which a colleague chooses a password: by mail, or printed and handed over."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from .models import User


def invitation_address(user: User) -> str:
    """Where the person chooses a password; it works once, for ``PASSWORD_RESET_TIMEOUT`` seconds."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return f"{settings.BASE_URL}{path}"
