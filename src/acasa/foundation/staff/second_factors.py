"""Second factors as allauth asks for them: their secrets are sealed, locks are kept, and who has a role keeps one."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from acasa.foundation.guard.sealing import seal, unseal
from acasa.foundation.people.models import User
from acasa.foundation.people.second_factor import LAST_FACTOR, is_needed
from acasa.foundation.web.audience import SIGNED_IN, declared

from . import at_the_door


class SealedFactors(DefaultMFAAdapter):
    """Seals secrets in the database, and refuses to remove a factor that is needed."""

    error_messages = {**DefaultMFAAdapter.error_messages, "cannot_delete_authenticator": LAST_FACTOR}

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_needed(authenticator)


class _NotesLocks:
    """A form for a code: that too many were wrong is kept."""

    user: User

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                at_the_door.note_lock(context.request, self.user, f"code:{self.user.pk}")
            raise


class CodeForm(_NotesLocks, AuthenticateForm):
    """The second factor at sign-in."""


class CodeAgainForm(_NotesLocks, ReauthenticateForm):
    """The second factor once more, before something that matters."""


class _RemovePasskey(RemoveWebAuthnView):
    """allauth's view asks nobody whether a passkey is the last factor; this one does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = self.get_queryset().filter(pk=kwargs["pk"]).first()
        if key and is_needed(key):
            messages.error(request, LAST_FACTOR)
            return redirect("mfa_list_webauthn")
        return super().dispatch(request, *args, **kwargs)


remove_passkey = declared(SIGNED_IN)(_RemovePasskey.as_view())
