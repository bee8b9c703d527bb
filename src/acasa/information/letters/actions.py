"""The only writers of letters, beside a pack that is loaded."""

from __future__ import annotations

from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import Actor
from acasa.foundation.staff.forms import EntryForm, seen_and_locked
from acasa.foundation.staff.refusals import Needed
from acasa.foundation.texts.actions import place_document
from acasa.foundation.texts.documents import named_by
from acasa.foundation.texts.kinds import place
from acasa.foundation.web.versions import raise_content_version

from .grants import EDIT_LETTERS
from .kinds import LETTER
from .models import Letter


@action(EDIT_LETTERS)
def save_letter_form(*, actor: Actor, form: EntryForm) -> Letter:
    """Saves a valid form, for a new letter or a changed one. Raises ChangedMeanwhile where it is not as seen."""
    seen_and_locked(form)
    row: Letter = form.save()
    place(LETTER, row)
    raise_content_version("letters")
    return row


@action(EDIT_LETTERS)
def delete_letter(*, actor: Actor, row: Letter) -> None:
    """Takes a letter away. Raises :class:`~acasa.foundation.staff.refusals.Needed` where something names it."""
    if names := named_by(f"letter:{row.slug}"):
        raise Needed(names)
    place_document(f"letter:{row.slug}", {})
    row.delete()
    raise_content_version("letters")


@without_actor("part of what moves a page of the guide")
def follow_page(old: str, new: str) -> None:
    """Lets letters that name one page of the guide (``topic/slug``) name another. Part of what moves it."""
    for letter in Letter.objects.filter(content__page=old):
        letter.content = {**letter.content, "page": new}
        letter.save(update_fields=["content"])
