"""What the authoring room does, the editions follow."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.signals import page_published, page_unpublished, post_page_move

from . import actions
from .models import GuidePage


@receiver(page_published, sender=GuidePage)
def publish(instance: GuidePage, revision: Any = None, **_kwargs: Any) -> None:
    actions.publish_edition(instance, user=getattr(revision, "user", None))


@receiver(page_unpublished, sender=GuidePage)
def withdraw(instance: GuidePage, **_kwargs: Any) -> None:
    actions.withdraw_publication(instance, reason=_("withdrawn without a reason"))


@receiver(pre_delete, sender=GuidePage)
def withdraw_deleted(instance: GuidePage, **_kwargs: Any) -> None:
    actions.withdraw_publication(instance, reason=_("withdrawn without a reason"))


@receiver(post_page_move)
def follow_address(instance: Any, **_kwargs: Any) -> None:
    page = instance.specific
    if isinstance(page, GuidePage) and page.live:
        actions.publish_edition(page)
