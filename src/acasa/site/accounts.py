"""Accounts are made by an administrator; nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ByInvitation(DefaultAccountAdapter):
    """No open sign-up; the client's address is the connection's, or the one our own proxies say."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_client_ip(self, request: Any) -> str:
        from django.conf import settings

        forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        hops = settings.TRUSTED_PROXIES
        if hops and len(forwarded) >= hops:
            return forwarded[-hops]
        return request.META.get("REMOTE_ADDR", "") or "127.0.0.1"
