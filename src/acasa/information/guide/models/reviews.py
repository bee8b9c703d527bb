"""Somebody else reads a page before it is published."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from acasa.foundation.guard.declared import Audited


class SecondPerson(AbstractGroupApprovalTask):
    """A step of a workflow in which somebody of a group reads a page that somebody else wrote."""

    guard = Audited()

    class Meta:
        verbose_name = _("Somebody else reads it")
        verbose_name_plural = _("Somebody else reads it")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What a person may say of a page: nothing of one's own, and no yes to what cannot be published."""
        if has_written(obj, user):
            return []
        actions = super().get_actions(obj, user)
        return actions if can_be_published(obj) else [one for one in actions if one[0] != "approve"]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user).exclude(revision__user=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups read it; never the one who wrote it or asked for it.")


def has_written(page: Any, user: Any) -> bool:
    """Whether a person asked for the review of a page, or wrote its newest text."""
    state = page.current_workflow_state
    newest = page.get_latest_revision()
    return bool(
        (state and state.requested_by_id == user.pk) or (newest is not None and newest.user_id == user.pk)
    )


def can_be_published(page: Any) -> bool:
    from ..authoring_faults import faults_of

    return not faults_of(page.get_latest_revision_as_object())
