"""The only writers of the guide: publishing, words, plain pages, feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, Max, Q
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

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.guard.action import action
from acasa.foundation.guard.actor import SYSTEM, Actor, acting
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.people.models import User
from acasa.foundation.staff.forms import EntryForm, seen_and_locked
from acasa.foundation.texts.actions import place_document
from acasa.foundation.texts.grants import EDITOR
from acasa.foundation.texts.kinds import place
from acasa.foundation.web.versions import raise_content_version
from acasa.information.directory.models import Topic

from . import pointers, queries, rules
from .grants import EDIT_GUIDE
from .kinds import WORD
from .models import (
    DirectoryLink,
    Edition,
    Feedback,
    GuideIndex,
    GuidePage,
    OutsideLink,
    OutsideLinkUse,
    PageLink,
    Publication,
    Redirect,
    SecondPerson,
    TopicPage,
    Withdrawal,
    Word,
    WordUse,
)

_waiting: ContextVar[list[Publication] | None] = ContextVar("publications_waiting_for_links", default=None)


class PageMissing(ValueError):
    """A page links to one that the public cannot read."""


@contextmanager
def _links_at_the_end() -> Iterator[None]:
    """Pages published together may point to each other: their links are tied when all of them stand."""
    token = _waiting.set([])
    try:
        yield
        for publication in _waiting.get() or []:
            tie_links(publication)
    finally:
        _waiting.reset(token)


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


def place_outside_links(document: str, urls: frozenset[str] | set[str]) -> None:
    """Says which outside addresses stand in a document now."""
    OutsideLinkUse.objects.filter(document=document).exclude(link__url__in=urls).delete()
    OutsideLink.objects.bulk_create([OutsideLink(url=url) for url in sorted(urls)], ignore_conflicts=True)
    links = OutsideLink.objects.filter(url__in=urls)
    OutsideLinkUse.objects.bulk_create(
        [OutsideLinkUse(link=link, document=document) for link in links], ignore_conflicts=True
    )
    OutsideLink.objects.filter(uses__isnull=True).delete()


def keep_pages(pages: Mapping[str, Mapping[str, Any]]) -> None:
    """Writes and publishes pages as a pack describes them, by their address ``{topic}/{slug}``."""
    index = guide_index()
    _open_authoring_room(index)
    order = {slug: position for position, slug in enumerate(Topic.objects.values_list("slug", flat=True))}
    with _links_at_the_end():
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


@action(EDIT_GUIDE)
def save_word_form(*, actor: Actor, form: EntryForm) -> Word:
    """Saves a valid form for an official term, new or changed. Raises ChangedMeanwhile where it is not as seen."""
    seen_and_locked(form)
    word: Word = form.save()
    place(WORD, word)
    raise_content_version("guide")
    return word


@action(EDIT_GUIDE)
def delete_word(*, actor: Actor, row: Word) -> None:
    """Takes an official term away. Raises ProtectedError where a published page explains it."""
    place_document(f"word:{row.slug}", {})
    row.delete()
    raise_content_version("guide")


def count_feedback(*, page_key: str, language: str, useful: bool) -> None:
    """Counts one anonymous answer to “did you find what you needed?”."""
    with transaction.atomic(), acting(SYSTEM):
        counter, _created = Feedback.objects.get_or_create(
            page_key=page_key, language=language, day=local_now().date()
        )
        name = "yes" if useful else "no"
        Feedback.objects.filter(pk=counter.pk).update(**{name: F(name) + 1})


@action(EDIT_GUIDE)
def note_link_result(*, actor: Actor, link: OutsideLink, works: bool, evidence: str) -> None:
    """Keeps what a try of an outside address found; three failures in a row make it broken."""
    locked = OutsideLink.objects.select_for_update().get(pk=link.pk)
    locked.failures = 0 if works else locked.failures + 1
    state = OutsideLink.State
    locked.state = state.WORKS if works else state.BROKEN if locked.failures >= 3 else state.DOUBTFUL
    locked.evidence, locked.tried_at = evidence[:200], local_now()
    locked.save()
