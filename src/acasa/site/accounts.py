"""Accounts are made by an administrator; nobody signs up, and what an account may do comes from its roles alone."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend

from acasa.foundation.people.queries import actor_of
from acasa.foundation.staff.grants import OPEN_ROOM
from acasa.foundation.web.limits import client_address


class ByInvitation(DefaultAccountAdapter):
    """No open sign-up; the client's address is the connection's, or the one our own proxies say."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_client_ip(self, request: Any) -> str:
        return client_address(request)


class ByRoles(AuthenticationBackend):
    """Tells libraries what a person's roles allow: Wagtail asks whether its door opens."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm == "wagtailadmin.access_admin":
            return actor_of(user_obj).may_somewhere(OPEN_ROOM)
        return super().has_perm(user_obj, perm, obj)
