"""Taking a page away from readers: with a reason, and with another page in its place where something names it."""

from __future__ import annotations

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction

from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import Actor
from acasa.foundation.people.models import User
from acasa.foundation.texts.actions import place_document
from acasa.foundation.web.versions import raise_content_version

from .. import pointers
from ..grants import EDIT_GUIDE
from ..models import GuidePage, PageLink, Publication, Withdrawal
from .outside import place_outside_links


class StillNamed(ValueError):
    """Something names the page, and no other page was chosen for it; ``pointers`` says what."""

    def __init__(self, named: list[pointers.Pointer]) -> None:
        super().__init__(", ".join(pointer.name for pointer in named))
        self.pointers = named


@action(EDIT_GUIDE)
def withdraw_page(
    *,
    actor: Actor,
    page: GuidePage,
    reason: str,
    instead: Publication | None = None,
    user: User | None = None,
    expired: bool = False,
) -> None:
    """Takes a page away from readers and from public in the authoring room; its editions stay.

    Its address, and everything that names it, lead to ``instead``. Raises :class:`StillNamed` where something names
    the page and nothing stands in its place.
    """
    withdraw_publication(page, reason=reason, instead=instead, user=user)
    log = "wagtail.unpublish.scheduled" if expired else True
    unpublish = UnpublishPageAction(page, user=user, set_expired=expired, log_action=log)
    # Wagtail's own unpublishing is refused to everybody (see .permissions); this action has asked.
    unpublish.execute(skip_permission_checks=True)


@without_actor("follows what Wagtail took away, which asked who may; part of withdrawing")
def withdraw_publication(
    page: GuidePage, *, reason: str, instead: Publication | None = None, user: User | None = None
) -> None:
    """What readers have of a page goes; again it does nothing. Raises :class:`StillNamed`."""
    key = str(page.translation_key)
    with transaction.atomic():
        publication = Publication.objects.select_for_update().filter(page_key=key).first()
        if publication is None:
            return
        address = publication.address
        if instead is None:
            if named := pointers.pointing_to(address):
                raise StillNamed(named)
        else:
            _lead_on(publication, instead)
            pointers.follow(address, instead.address)
        Withdrawal.objects.filter(topic=publication.topic_id, slug=publication.slug).delete()
        Withdrawal.objects.create(
            page_key=key,
            topic=publication.topic_id,
            slug=publication.slug,
            title=page.title,
            reason=reason,
            instead=instead.page_key if instead else "",
            withdrawn_by=user,
        )
        publication.delete()
        place_document(f"guide:{key}", {})
        place_outside_links(f"guide:{key}", frozenset())
        raise_content_version("guide")


@without_actor("Wagtail has asked who may add a page, and made it public before it asks who may publish it")
def keep_unpublished(page: GuidePage) -> None:
    """A new page that was never published is a draft, whatever Wagtail already says of it."""
    GuidePage.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)


def _lead_on(publication: Publication, instead: Publication) -> None:
    """Lets the pages that link to one page hold on to another; the words of their links stay as they are."""
    sources = list(Publication.objects.filter(links__target=publication).exclude(pk=publication.pk))
    PageLink.objects.filter(target=publication).delete()
    held = PageLink.objects.filter(target=instead).values_list("source", flat=True)
    PageLink.objects.bulk_create(
        PageLink(source=source, target=instead)
        for source in sources
        if source.pk != instead.pk and source.pk not in set(held)
    )
