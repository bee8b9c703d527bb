"""A page's form as a browser sends it, for tests of the authoring room."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import nested_form_data, streamfield

from acasa.information.guide.models import GuidePage


def blocks_data(blocks: list[dict[str, Any]], ids: list[str] | None = None) -> dict[str, Any]:
    """The blocks of a page in the form of a pack's file, as the editor's form sends them."""
    sent = []
    for block in blocks:
        value = {name: item for name, item in block.items() if name != "kind"}
        if "items" in value:
            items = [{"deleted": "", "order": str(n), "value": text} for n, text in enumerate(value["items"])]
            value["items"] = {"count": str(len(items)), **{str(n): item for n, item in enumerate(items)}}
        if block["kind"] == "where":
            value = {"service": "", "organisation": "", "text": "", **value}
        if value.get("unsure"):
            value["unsure"] = "on"
        sent.append((block["kind"], value))
    data = nested_form_data({"blocks": streamfield(sent)})
    return data | {f"blocks-{index}-id": known for index, known in enumerate(ids or [])}


def page_data(page: GuidePage, **changes: Any) -> dict[str, str]:
    """The form of a page, as it was opened now, with some fields changed (``blocks`` as in a pack's file)."""
    if page.pk:
        page = GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    authored = page.authored()
    data: dict[str, Any] = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "kind": page.kind,
        "audience": page.audience,
        "responsible": page.responsible_id or "",
        "review_by": page.review_by.isoformat() if page.review_by else "",
        "position": page.position,
        "questions": "\n".join(page.questions),
        "next_pages": "\n".join(page.next_pages),
        "verify": page.verify,
        "go_live_at": "",
        "expire_at": "",
        "loaded_revision_id": page.latest_revision_id or "",
        **{f"glance_{name}": text for name, text in authored["glance"].items()},
    }
    if page.sensitive:
        data["sensitive"] = "on"
    if "blocks" in changes:
        data |= blocks_data(changes.pop("blocks"))
    else:
        data |= blocks_data(authored["blocks"], [block["id"] for block in page.blocks.raw_data])
    return {name: value for name, value in (data | changes).items() if value is not None}
