"""Who keeps the directory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.people.roles import Role, Scope
from acasa.foundation.texts.grants import EDITOR

from .models import Organisation


def _organisations() -> list[tuple[str, str]]:
    return list(Organisation.objects.order_by("name").values_list("slug", "name"))


ORGANISATION = Scope("organisation", _("organisation"), _organisations)
DIRECTORY_EDITOR = Role(
    "directory-editor", _("directory editor"), _("Keeps the entry of an organisation right."), ORGANISATION
)
EDIT_DIRECTORY = Verb(
    "edit-directory",
    _("change this organisation, its places and services"),
    roles=(EDITOR.name, ADMINISTRATOR.name, DIRECTORY_EDITOR.name),
)
ADD_ORGANISATIONS = Verb(
    "add-organisations", _("add and delete organisations"), roles=(EDITOR.name, ADMINISTRATOR.name)
)
