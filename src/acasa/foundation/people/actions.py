"""Giving and taking roles."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction

from acasa.foundation.guard.actor import Actor, acting

from .models import Role, RoleGrant, User


def grant_role(*, actor: Actor, user: User, role: Role, scope: str = "") -> RoleGrant:
    """Gives a role; giving it twice changes nothing. Signing in to the authoring area follows the role.

    Raises IntegrityError where a scoped role has no scope.
    """
    with transaction.atomic(), acting(actor):
        grant, _created = RoleGrant.objects.get_or_create(user=user, role=role, scope=scope)
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
        _follow(user)
        return grant


def withdraw_role(*, actor: Actor, user: User, role: Role, scope: str = "") -> None:
    """Takes a role away; taking it twice changes nothing."""
    with transaction.atomic(), acting(actor):
        RoleGrant.objects.filter(user=user, role=role, scope=scope).delete()
        if not RoleGrant.objects.filter(user=user, role=role).exists():
            user.groups.remove(*Group.objects.filter(name=role.value))
        _follow(user)


def _follow(user: User) -> None:
    held = set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
    User.objects.filter(pk=user.pk).update(is_staff=bool(held), is_superuser=Role.ADMINISTRATOR in held)
    user.__dict__.pop("_grants", None)


def create_account(*, actor: Actor, email: str, password: str, first_name: str = "") -> User:
    """Makes an account, or gives an existing one this password; it may do nothing until it has a role."""
    with transaction.atomic(), acting(actor):
        user, _created = User.objects.get_or_create(
            email=email, defaults={"username": email[:150], "first_name": first_name}
        )
        if not user.check_password(password):
            user.set_password(password)
            user.save()
        return user
