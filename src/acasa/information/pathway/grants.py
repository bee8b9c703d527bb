"""Who writes the path."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.texts.grants import EDITOR

EDIT_PATH = Verb("edit-path", _("write the path"), roles=(EDITOR.name, ADMINISTRATOR.name))
