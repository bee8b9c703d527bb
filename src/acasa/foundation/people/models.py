"""Accounts of staff, and what each may do. Newcomers need no account to read."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who works with the city's content."""

    email = models.EmailField(unique=True)
    REQUIRED_FIELDS = ["email"]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Role(models.TextChoices):
    """What a person may do. Mediators act in given languages, directory editors for given organisations."""

    ADMINISTRATOR = "administrator", _("administrator")
    EDITOR = "editor", _("editor")
    MEDIATOR = "mediator", _("mediator")
    DIRECTORY_EDITOR = "directory-editor", _("directory editor")


class RoleGrant(models.Model):
    """A role given to a person; ``scope`` is the mediator's language or the directory editor's organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    scope = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="one_grant_a_scope"),
            models.CheckConstraint(
                name="scoped_roles_have_a_scope",
                condition=(Q(role__in=["mediator", "directory-editor"]) & ~Q(scope=""))
                | (Q(role__in=["administrator", "editor"]) & Q(scope="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope}".strip()
