"""Who enters the authoring room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb

OPEN_ROOM = Verb(
    "open-authoring-room",
    _("open the authoring room"),
    roles=("administrator", "editor", "directory-editor"),
)
