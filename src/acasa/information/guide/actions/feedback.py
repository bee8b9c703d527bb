"""What readers say of a page, counted and nothing else."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.action import without_actor
from acasa.foundation.guard.actor import SYSTEM, acting

from ..models import Feedback


@without_actor("readers have no account")
def count_feedback(*, page_key: str, language: str, useful: bool) -> None:
    """Counts one anonymous answer to “did you find what you needed?”."""
    with transaction.atomic(), acting(SYSTEM):
        counter, _created = Feedback.objects.get_or_create(
            page_key=page_key, language=language, day=local_now().date()
        )
        name = "yes" if useful else "no"
        Feedback.objects.filter(pk=counter.pk).update(**{name: F(name) + 1})
