"""Who settles where a pack and the application differ."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.verbs import Verb

LOAD_PACKS = Verb("load-packs", _("settle differences with the pack"), roles=("editor", "administrator"))
