"""Which outside addresses stand where, and whether they work."""

from __future__ import annotations

from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import Actor

from ..grants import EDIT_GUIDE
from ..models import OutsideLink, OutsideLinkUse


@without_actor("part of what publishes or withdraws; the clock's job says it of the directory")
def place_outside_links(document: str, urls: frozenset[str] | set[str]) -> None:
    """Says which outside addresses stand in a document now."""
    OutsideLinkUse.objects.filter(document=document).exclude(link__url__in=urls).delete()
    OutsideLink.objects.bulk_create([OutsideLink(url=url) for url in sorted(urls)], ignore_conflicts=True)
    links = OutsideLink.objects.filter(url__in=urls)
    OutsideLinkUse.objects.bulk_create(
        [OutsideLinkUse(link=link, document=document) for link in links], ignore_conflicts=True
    )
    OutsideLink.objects.filter(uses__isnull=True).delete()


@action(EDIT_GUIDE)
def note_link_result(*, actor: Actor, link: OutsideLink, works: bool, evidence: str) -> None:
    """Keeps what a try of an outside address found; three failures in a row make it broken."""
    locked = OutsideLink.objects.select_for_update().get(pk=link.pk)
    locked.failures = 0 if works else locked.failures + 1
    state = OutsideLink.State
    locked.state = state.WORKS if works else state.BROKEN if locked.failures >= 3 else state.DOUBTFUL
    locked.evidence, locked.tried_at = evidence[:200], local_now()
    locked.save()
