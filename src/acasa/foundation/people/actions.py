"""The only writers of accounts, roles and what happened at the door."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import Actor
from acasa.foundation.guard.sealing import is_sealed_anew, seal, unseal

from .grants import ADMINISTRATOR, MANAGE_PEOPLE
from .models import RoleGrant, Session, SignInEvent, User
from .roles import Role

_SEALED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


@action(MANAGE_PEOPLE)
def grant_role(*, actor: Actor, user: User, role: Role, scope: str = "") -> RoleGrant:
    """Gives a role, for a scope where it has one; giving it twice changes nothing.

    Raises ValidationError for a scope that does not fit the role.
    """
    if role.scope is None and scope:
        raise ValidationError(_("This role is given for everything, not for one thing."))
    if role.scope is not None and scope not in dict(role.scope.choices()):
        raise ValidationError(_("Choose for what the role is given."))
    grant, _created = RoleGrant.objects.get_or_create(
        user=user, role=role.name, scope=scope, defaults={"scope_kind": role.scope.name if role.scope else ""}
    )
    _follow(user)
    return grant


@action(MANAGE_PEOPLE)
def withdraw_role(*, actor: Actor, user: User, role: str, scope: str = "") -> None:
    """Takes a role away; taking it twice changes nothing.

    Raises ValidationError where nobody would be left who can give roles.
    """
    _one_after_another()
    RoleGrant.objects.filter(user=user, role=role, scope=scope).delete()
    if role == ADMINISTRATOR.name:
        _someone_is_left()
    _follow(user)
    if not RoleGrant.objects.filter(user=user).exists():
        end_sessions(user=user)


@action(MANAGE_PEOPLE)
def close_account(*, actor: Actor, user: User) -> None:
    """Ends an account: it signs in no more, and its sessions end. What it did stays in the records.

    Raises ValidationError where it is the actor's own, and where nobody would be left who can give roles.
    """
    if actor.id == str(user.pk):
        raise ValidationError(_("You cannot close your own account. Ask another administrator."))
    _one_after_another()
    User.objects.filter(pk=user.pk).update(is_active=False)
    if RoleGrant.objects.filter(user=user, role=ADMINISTRATOR.name).exists():
        _someone_is_left()
    end_sessions(user=user)


@action(MANAGE_PEOPLE)
def reopen_account(*, actor: Actor, user: User) -> None:
    """Lets a closed account sign in again, with the roles it had."""
    User.objects.filter(pk=user.pk).update(is_active=True)


@action(MANAGE_PEOPLE)
def create_account(
    *, actor: Actor, email: str, password: str | None, first_name: str = "", last_name: str = ""
) -> User:
    """Makes an account, or gives an existing one this password; it may do nothing until it has a role.

    Without a password nobody can sign in until one is chosen through an invitation.
    """
    user, _created = User.objects.get_or_create(
        email=email, defaults={"username": email[:150], "first_name": first_name, "last_name": last_name}
    )
    if password is None or not user.check_password(password):
        user.set_password(password)
        user.save()
    return user


def _one_after_another() -> None:
    """Two people who end each other's role at the same moment would leave nobody: the second waits and looks again."""
    list(
        RoleGrant.objects.select_for_update().filter(role=ADMINISTRATOR.name).order_by("pk").values_list("pk")
    )


def _someone_is_left() -> None:
    if not RoleGrant.objects.filter(role=ADMINISTRATOR.name, user__is_active=True).exists():
        raise ValidationError(_("Somebody must stay who can give roles: make another administrator first."))


def _follow(user: User) -> None:
    """Groups, by which Wagtail gives rights on pages, are the person's roles."""
    held = set(RoleGrant.objects.filter(user=user).values_list("role", flat=True))
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in sorted(held)])
    user.__dict__.pop("_actor", None)


@action(MANAGE_PEOPLE)
def start_over(*, actor: Actor, user: User) -> None:
    """Takes the password and the second factor away, for somebody who lost one: both are chosen anew by invitation.

    Their sessions end.
    """
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save()
    end_sessions(user=user)


@without_actor("one's own, or part of an action that may end another's")
def end_sessions(*, user: User, names: Collection[str] | None = None, but: str | None = None) -> int:
    """Ends sessions of a person at once and returns how many: all of them, or those with these names.

    ``but`` is the key of one that stays. Each is noted.
    """
    found = [
        session
        for session in Session.objects.filter(user=user)
        if session.session_key != but and (names is None or session.name in names)
    ]
    for session in found:
        session.delete()
        note_event(kind=SignInEvent.Kind.ENDED, user=user, browser=session.browser)
    return len(found)


@without_actor("what happened at the door, to whoever stood there")
def note_event(*, kind: str, user: User | None, place: str = "", browser: str = "") -> SignInEvent:
    """Keeps what happened at the door; ``place`` is a keyed hash, never an address."""
    return SignInEvent.objects.create(kind=kind, user=user, place=place, browser=browser)


@without_actor("the clock's")
def forget_old_events() -> int:
    """Deletes events that are older than they are kept, and returns how many."""
    oldest = timezone.now() - timedelta(days=SignInEvent.guard.days)
    deleted, _each = SignInEvent.objects.filter(at__lt=oldest).delete()
    return deleted


@without_actor("a command of who runs the server; nobody reads what is sealed")
def seal_all() -> int:
    """Seals what is kept in clear or with a former key, and returns how many factors that were."""
    changed = 0
    for one in Authenticator.objects.filter(type__in=_SEALED).order_by("pk"):
        field = _SEALED[one.type]
        if field in one.data and not is_sealed_anew(one.data[field]):
            one.data[field] = seal(unseal(one.data[field]))
            one.save(update_fields=["data"])
            changed += 1
    return changed
