"""Official terms and what they mean, saved and taken away by editors."""

from __future__ import annotations

from acasa.foundation.guard.action import action
from acasa.foundation.guard.actor import Actor
from acasa.foundation.staff.forms import EntryForm, seen_and_locked
from acasa.foundation.texts.actions import place_document
from acasa.foundation.texts.kinds import place
from acasa.foundation.web.versions import raise_content_version

from ..grants import EDIT_GUIDE
from ..kinds import WORD
from ..models import Word


@action(EDIT_GUIDE)
def save_word_form(*, actor: Actor, form: EntryForm) -> Word:
    """Saves a valid form for an official term, new or changed. Raises ChangedMeanwhile where it is not as seen."""
    seen_and_locked(form)
    word: Word = form.save()
    place(WORD, word)
    raise_content_version("guide")
    return word


@action(EDIT_GUIDE)
def delete_word(*, actor: Actor, row: Word) -> None:
    """Takes an official term away. Raises ProtectedError where a published page explains it."""
    place_document(f"word:{row.slug}", {})
    row.delete()
    raise_content_version("guide")
