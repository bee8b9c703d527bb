"""Letters name pages of the guide: the guide asks before a page goes, and they follow it when it moves."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from acasa.information.guide.pointers import Pointer, Pointing, snippet_edit

from . import actions
from .models import Letter


def _find(address: str) -> Iterator[Pointer]:
    for letter in Letter.objects.filter(content__page=address):
        yield Pointer(_("letter"), letter.title, snippet_edit(letter))


POINTING = Pointing(_find, actions.follow_page)
