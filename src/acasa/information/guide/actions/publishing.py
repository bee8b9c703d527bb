"""Publishing a page makes an edition, ties its links, and leads old addresses on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import Max, Q
from wagtail.models import Revision

from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import Actor
from acasa.foundation.people.models import User
from acasa.foundation.texts.actions import place_document
from acasa.foundation.web.versions import raise_content_version

from .. import pointers, queries, rules
from ..grants import EDIT_GUIDE
from ..models import (
    DirectoryLink,
    Edition,
    GuidePage,
    PageLink,
    Publication,
    Redirect,
    Withdrawal,
    WordUse,
)
from .outside import place_outside_links

_waiting: ContextVar[list[Publication] | None] = ContextVar("publications_waiting_for_links", default=None)


class PageMissing(ValueError):
    """A page links to one that the public cannot read."""


@without_actor("part of loading a pack")
@contextmanager
def links_at_the_end() -> Iterator[None]:
    """Pages published together may point to each other: their links are tied when all of them stand."""
    token = _waiting.set([])
    try:
        yield
        for publication in _waiting.get() or []:
            tie_links(publication)
    finally:
        _waiting.reset(token)


@action(EDIT_GUIDE)
def publish_revision(
    *,
    actor: Actor,
    revision: Revision,
    user: User | None = None,
    changed: bool = True,
    log: bool | str = True,
) -> None:
    """Makes the text of a revision the page's, in the authoring room and, through the receivers, for readers.

    ``log`` is how the page's history calls it. Raises :class:`PageMissing`.
    """
    revision.publish(user=user, changed=changed, log_action=log)


@without_actor("follows what Wagtail published, which asked who may")
def publish_edition(page: GuidePage, *, user: User | None = None) -> Edition:
    """Projects a page into an edition that the public reads from now on; the same text again makes none.

    Raises :class:`PageMissing` where the page links to one that is not published.
    """
    document = queries.project(page.authored())
    key = str(page.translation_key)
    with transaction.atomic():
        publication = Publication.objects.select_for_update().filter(page_key=key).first()
        stored = document.model_dump(mode="json")
        if publication and publication.edition.document == stored:
            if publication.position != page.position:
                Publication.objects.filter(pk=publication.pk).update(position=page.position)
                raise_content_version("guide")
            return publication.edition
        last = Edition.objects.filter(page_key=key).aggregate(last=Max("number"))["last"] or 0
        edition = Edition.objects.create(
            page_key=key,
            number=last + 1,
            topic=document.topic,
            slug=document.slug,
            document=stored,
            published_by=user,
        )
        before = publication.address if publication else document.address
        if publication and before != document.address:
            Redirect.objects.update_or_create(
                topic=publication.topic_id, slug=publication.slug, defaults={"page_key": key}
            )
        Redirect.objects.filter(topic=document.topic, slug=document.slug).delete()
        back = Withdrawal.objects.filter(Q(page_key=key) | Q(topic=document.topic, slug=document.slug))
        stood_in = set(back.exclude(instead="").values_list("instead", flat=True))
        back.delete()
        publication, _created = Publication.objects.update_or_create(
            page_key=key,
            defaults={
                "topic_id": document.topic,
                "slug": document.slug,
                "edition": edition,
                "position": page.position,
                "review_by": document.review_by,
                "owner_id": document.owner,
            },
        )
        place_document(f"guide:{key}", document.fields())
        if before != document.address:
            pointers.follow(before, document.address)
        # Who linked to a page that is back was led to the one in its place.
        led = Q(links__target__page_key__in=stood_in) | Q(page_key__in=stood_in)
        for source in Publication.objects.filter(led).exclude(page_key=key).distinct():
            tie_links(source)
        waiting = _waiting.get()
        if waiting is None:
            tie_links(publication)
        else:
            waiting.append(publication)
        raise_content_version("guide")
    return edition


@without_actor("part of publishing")
def tie_links(publication: Publication) -> None:
    """Keeps what a published page points to, as its edition says. Raises :class:`PageMissing`."""
    points = rules.references(publication.edition.content)
    targets = queries.standing(points.pages)
    missing = sorted(points.pages - targets.keys())
    if missing:
        raise PageMissing(f"{publication.address} links to {', '.join(missing)}, which is not published")
    PageLink.objects.filter(source=publication).delete()
    PageLink.objects.bulk_create(
        PageLink(source=publication, target=target)
        for target in {one.pk: one for one in targets.values()}.values()
        if target.pk != publication.pk
    )
    DirectoryLink.objects.filter(source=publication).delete()
    DirectoryLink.objects.bulk_create(
        [DirectoryLink(source=publication, service_id=slug) for slug in sorted(points.services)]
        + [DirectoryLink(source=publication, organisation_id=slug) for slug in sorted(points.organisations)]
    )
    WordUse.objects.filter(source=publication).delete()
    WordUse.objects.bulk_create(WordUse(source=publication, word_id=slug) for slug in sorted(points.words))
    place_outside_links(f"guide:{publication.page_key}", points.outside)
