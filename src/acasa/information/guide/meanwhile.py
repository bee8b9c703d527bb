"""What somebody else saved while a page stood open on another screen."""

from __future__ import annotations

from collections.abc import Mapping

from wagtail.models import Page, Revision


def saved_by_another(page: Page, sent: Mapping[str, str], *, lock: bool = False) -> Revision | None:
    """The newest revision of a page if it is not the one that the sent form was opened with.

    With ``lock`` the page is held until the transaction ends, so that two saves cannot both come next.
    """
    seen = sent.get("loaded_revision_id", "")
    if page.pk is None or not seen:
        return None
    rows = Page.objects.select_for_update(of=("self",)) if lock else Page.objects.all()
    newest = rows.values_list("latest_revision", flat=True).get(pk=page.pk)
    if newest is None or str(newest) == seen:
        return None
    return Revision.objects.select_related("user").get(pk=newest)
