"""Steps name pages of the guide: the guide asks before a page goes, and they follow it when it moves."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from acasa.information.guide.pointers import Pointer, Pointing, snippet_edit

from . import actions
from .models import Step


def _find(address: str) -> Iterator[Pointer]:
    for step in Step.objects.filter(page=address):
        yield Pointer(_("step of the path"), step.title, snippet_edit(step))


POINTING = Pointing(_find, actions.follow_page)
