"""Who may do what."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from .models import Role, RoleGrant

Viewer = AbstractBaseUser | AnonymousUser


def roles(user: Viewer) -> set[str]:
    """The names of the roles a person holds, whatever their scope; empty for anyone not signed in."""
    return {role for role, _scope in grants(user)}


def grants(user: Viewer) -> set[tuple[str, str]]:
    """The roles a person holds, with their scopes; read once for each request's user object."""
    if not user.is_authenticated or not getattr(user, "is_active", False):
        return set()
    found: set[tuple[str, str]] | None = user.__dict__.get("_grants")
    if found is None:
        found = user.__dict__["_grants"] = set(
            RoleGrant.objects.filter(user_id=user.pk).values_list("role", "scope")
        )
    return found


def is_staff(user: Viewer) -> bool:
    """Whether a person holds any role at all."""
    return bool(grants(user))


def may_edit_guide(user: Viewer) -> bool:
    return bool(roles(user) & {Role.ADMINISTRATOR, Role.EDITOR})


def may_edit_organisation(user: Viewer, organisation: str) -> bool:
    """Whether a person may change an organisation (named by its slug), its places and services."""
    return may_edit_guide(user) or (Role.DIRECTORY_EDITOR, organisation) in grants(user)


def edited_organisations(user: Viewer) -> set[str] | None:
    """The organisations a person may edit; None means all."""
    if may_edit_guide(user):
        return None
    return {scope for role, scope in grants(user) if role == Role.DIRECTORY_EDITOR}


def scopes(role: str) -> set[str]:
    """The languages or organisations for which somebody active holds a role."""
    found = RoleGrant.objects.filter(role=role, user__is_active=True)
    return set(found.values_list("scope", flat=True))


def may_check_language(user: Viewer, language: str) -> bool:
    """Whether a person may mark translations into a language as checked."""
    return Role.ADMINISTRATOR in roles(user) or (Role.MEDIATOR, language) in grants(user)
