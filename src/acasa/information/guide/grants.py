"""Who writes the guide."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.texts.grants import EDITOR

EDIT_GUIDE = Verb("edit-guide", _("write the guide and its words"), roles=(EDITOR.name, ADMINISTRATOR.name))
PUBLISH_UNREAD = Verb(
    "publish-unread", _("publish a page that a colleague is asked to read first"), roles=(ADMINISTRATOR.name,)
)
