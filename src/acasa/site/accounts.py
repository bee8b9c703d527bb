"""Accounts are made by an administrator; nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from acasa.foundation.guard.limits import client_address


class ByInvitation(DefaultAccountAdapter):
    """No open sign-up; the client's address is the connection's, or the one our own proxies say."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_client_ip(self, request: Any) -> str:
        return client_address(request)
