"""Who writes the texts and who translates them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.queries import city, languages
from acasa.foundation.guard.verbs import Verb
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.people.roles import Role, Scope


def _languages() -> list[tuple[str, str]]:
    source = city().source_language
    return [(one.code, one.autonym) for one in languages() if one.code != source]


LANGUAGE = Scope("language", _("language"), _languages)
EDITOR = Role("editor", _("editor"), _("Writes the guide, the path, the letters, the words and the facts."))
MEDIATOR = Role(
    "mediator", _("mediator"), _("Translates into a language and checks what others translated."), LANGUAGE
)
EDIT_FACTS = Verb("edit-facts", _("change facts"), roles=(EDITOR.name, ADMINISTRATOR.name))
TRANSLATE = Verb("translate", _("translate texts"), roles=(MEDIATOR.name, ADMINISTRATOR.name))
CHECK_TRANSLATIONS = Verb(
    "check-translations", _("say that a translation is right"), roles=(MEDIATOR.name, ADMINISTRATOR.name)
)
