"""Who hands out what waits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb

ASSIGN = Verb("assign", _("hand out what waits"), roles=("editor", "administrator"))
