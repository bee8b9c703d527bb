"""The first role and its verbs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb

from .roles import Role

ADMINISTRATOR = Role("administrator", _("administrator"), _("Invites colleagues and gives roles."))
MANAGE_PEOPLE = Verb("manage-people", _("invite colleagues, give and end roles"), roles=(ADMINISTRATOR.name,))
