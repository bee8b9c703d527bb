"""Accounts of staff, their roles, their sessions and what happened at the door. Newcomers need no account to read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.declared import Appended, Audited, NotAudited


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


class Session(AbstractBaseSession):
    """A browser that is signed in, or about to be. Ending it is deleting it."""

    guard = NotAudited("signing in and out is kept apart, as events")

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    """Empty while somebody is signing in."""
    browser = models.CharField(max_length=60, blank=True)
    since = models.PositiveBigIntegerField(null=True)
    """Seconds of the epoch, as in the session itself."""
    seen = models.PositiveBigIntegerField(null=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from .sessions import SessionStore

        return SessionStore

    @property
    def name(self) -> str:
        """What a page calls it: the key itself would open it."""
        return salted_hmac("session", self.session_key, algorithm="sha256").hexdigest()[:20]

    @property
    def began(self) -> datetime | None:
        return _moment(self.since)

    @property
    def last_seen(self) -> datetime | None:
        return _moment(self.seen)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class SignInEvent(models.Model):
    """Something that happened at the door. Nobody changes one, and each is forgotten after half a year."""

    guard = Appended(days=180)

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", _("signed in")
        REFUSED = "refused", _("wrong password")
        WRONG_CODE = "wrong-code", _("wrong code")
        LOCKED = "locked", _("locked for a while after too many tries")
        FACTOR_ADDED = "factor-added", _("second factor added")
        FACTOR_REMOVED = "factor-removed", _("second factor removed")
        CODES_MADE = "codes-made", _("new recovery codes made")
        CODE_USED = "code-used", _("recovery code used")
        PASSWORD_CHANGED = "password-changed", _("password changed")
        PASSWORD_RESET = "password-reset", _("password chosen anew through a link")
        ENDED = "ended", _("signed out")

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="sign_in_events")
    """Empty where somebody tried an account that does not exist."""
    place = models.CharField(max_length=32, blank=True)
    """A keyed hash of the network address: two events from one place are told apart from others, and no more."""
    browser = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"]), models.Index(fields=["at"])]
        constraints = [
            models.CheckConstraint(
                name="only_tries_have_no_account",
                condition=Q(user__isnull=False) | Q(kind__in=("refused", "locked")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
