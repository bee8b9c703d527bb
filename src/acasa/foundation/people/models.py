"""Accounts of staff, and which roles each holds. Newcomers need no account to read."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from acasa.foundation.guard.declared import Audited


class User(AbstractUser):
    """Someone who works with the city's content."""

    guard = Audited(secret=("password", "last_login"))

    email = models.EmailField(unique=True)
    REQUIRED_FIELDS = ["email"]

    class Meta(AbstractUser.Meta):
        constraints = [
            # Django's own two marks open doors of libraries that know nothing of roles.
            models.CheckConstraint(
                name="rights_come_from_roles_alone", condition=Q(is_staff=False, is_superuser=False)
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class RoleGrant(models.Model):
    """A role given to a person: for everything, or for one scope (a language, an organisation).

    Which roles there are is declared by rooms (:mod:`.roles`).
    """

    guard = Audited()

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="one_grant_a_scope"),
            models.CheckConstraint(
                name="a_scope_where_the_role_has_one",
                condition=Q(scope_kind="", scope="") | (~Q(scope_kind="") & ~Q(scope="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope}".strip()
