"""Who may do what, and who there is."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from acasa.foundation.guard.actor import NOBODY, Actor
from acasa.foundation.guard.verbs import Verb

from .models import RoleGrant, Session, SignInEvent, User
from .roles import verbs_of
from .sessions import is_over

Viewer = AbstractBaseUser | AnonymousUser


def actor_of(user: Viewer) -> Actor:
    """A signed-in person with all that their roles allow, read once for each request's user object.

    Anybody else is :data:`NOBODY`, who may do nothing.
    """
    if not user.is_authenticated or not getattr(user, "is_active", False):
        return NOBODY
    actor: Actor | None = user.__dict__.get("_actor")
    if actor is None:
        held = RoleGrant.objects.filter(user_id=user.pk).values_list("role", "scope")
        grants = {(verb.name, scope) for role, scope in held for verb in verbs_of(role)}
        actor = user.__dict__["_actor"] = Actor("person", str(user.pk), frozenset(grants))
    return actor


def may(user: Viewer, verb: Verb, scope: str = "") -> bool:
    """Whether a person may do something, everywhere or within a scope."""
    return actor_of(user).may(verb, scope)


def scopes(role: str) -> set[str]:
    """The languages or organisations for which somebody active holds a role."""
    found = RoleGrant.objects.filter(role=role, user__is_active=True)
    return set(found.values_list("scope", flat=True))


def staff() -> QuerySet[User]:
    """Everybody active who holds a role, by name."""
    found = User.objects.filter(is_active=True, grants__isnull=False)
    return found.distinct().order_by("first_name", "email")


def sessions_of(user: AbstractBaseUser) -> list[Session]:
    """Where a person is signed in now, seen last first."""
    found = Session.objects.filter(user__pk=user.pk, expire_date__gt=timezone.now()).order_by("-seen")
    return [session for session in found if not is_over(session.get_decoded())]


def events_of(user: AbstractBaseUser, most: int = 30) -> QuerySet[SignInEvent]:
    """What happened at the door with a person's account, newest first."""
    return SignInEvent.objects.filter(user__pk=user.pk).order_by("-at", "-pk")[:most]
