"""Who writes the letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.texts.grants import EDITOR

EDIT_LETTERS = Verb("edit-letters", _("write the letters"), roles=(EDITOR.name, ADMINISTRATOR.name))
