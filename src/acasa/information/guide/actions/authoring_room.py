"""The authoring room as a pack fills it: its root, its topics, its pages, and who may do what there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import (
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from acasa.foundation.city.queries import city
from acasa.foundation.guard.action import without_actor
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.texts.grants import EDITOR
from acasa.information.directory.models import Topic

from ..models import GuideIndex, GuidePage, SecondPerson, TopicPage
from .publishing import links_at_the_end


@without_actor("part of loading a pack")
def keep_pages(pages: Mapping[str, Mapping[str, Any]]) -> None:
    """Writes and publishes pages as a pack describes them, by their address ``{topic}/{slug}``."""
    index = guide_index()
    _open_authoring_room(index)
    order = {slug: position for position, slug in enumerate(Topic.objects.values_list("slug", flat=True))}
    with links_at_the_end():
        for address in sorted(pages, key=lambda key: (order.get(key.split("/")[0], 99), key)):
            _keep_page(index, address, pages[address])


def _keep_page(index: GuideIndex, address: str, data: Mapping[str, Any]) -> None:
    topic_slug, slug = address.split("/")
    parent = _topic_page(index, topic_slug)
    page = GuidePage.objects.child_of(parent).filter(slug=slug).first() or GuidePage(slug=slug)
    page.title, page.draft_title = data["title"], data["title"]
    page.kind, page.summary, page.audience = data["kind"], data["summary"], list(data["audience"])
    page.responsible_id, page.sensitive = data["owner"], data["sensitive"]
    page.review_by = date.fromisoformat(data["review_by"])
    page.position = data["position"]
    page.questions, page.next_pages = list(data["questions"]), list(data["next"])
    page.verify = "\n".join(data["verify"])
    for name in ("for_whom", "when", "cost", "how_long", "where"):
        setattr(page, f"glance_{name}", data["glance"].get(name, ""))
    page.blocks = GuidePage._meta.get_field("blocks").to_python(_raw(data["blocks"]))
    if page.pk is None:
        page.live = False
        parent.add_child(instance=page)
    page.refresh_from_db(fields=["path", "depth"])
    # A logged revision is one to which the page's history offers a way back.
    page.save_revision(log_action=True, clean=False).publish(log_action=False)


def _raw(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": b["kind"], "value": {k: v for k, v in b.items() if k != "kind"}} for b in blocks]


def _topic_page(index: GuideIndex, slug: str) -> TopicPage:
    topic = Topic.objects.get(slug=slug)
    existing = TopicPage.objects.filter(topic=topic).first()
    if existing:
        return existing
    index.refresh_from_db()
    return index.add_child(instance=TopicPage(title=topic.title, slug=topic.slug, topic=topic))


@without_actor("part of loading a pack")
def guide_index() -> GuideIndex:
    """The root of the guide in the authoring room; made on first use."""
    existing = GuideIndex.objects.first()
    if existing:
        return existing
    Page.objects.filter(depth=2, slug="home").delete()
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    root.refresh_from_db()
    index = root.add_child(instance=GuideIndex(title=city().name, slug="guide"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": index, "site_name": city().name},
    )
    return index


def _open_authoring_room(index: GuideIndex) -> None:
    """Who may do what with pages, and the way of two pairs of eyes; safe to run again."""
    allowed = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=allowed)
    groups = [Group.objects.get_or_create(name=role.name)[0] for role in (ADMINISTRATOR, EDITOR)]
    for group in groups:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=index, permission=permission)
    _offer_reviews(index, groups)


def _offer_reviews(index: GuideIndex, groups: list[Group]) -> None:
    """The way of two pairs of eyes, called in the language of the city's editors; the only one that is offered."""
    with translation.override(city().source_language):
        name, reading = gettext("Two editors"), gettext("Another editor reads it")
    assigned = WorkflowPage.objects.filter(page=index).select_related("workflow").first()
    workflow = assigned.workflow if assigned else Workflow.objects.create(name=name)
    if not assigned:
        task = SecondPerson.objects.create(name=reading)
        task.groups.add(*groups)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(page=index, workflow=workflow)
    Workflow.objects.exclude(pk=workflow.pk).update(active=False)
