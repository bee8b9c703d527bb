"""Pages as authors write them (Wagtail), editions as the public reads them, words, redirects, links, feedback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState
from wagtail.search import index

from acasa.foundation.city.models import Team
from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.declared import Audited, NotAudited
from acasa.information.directory.models import Topic
from acasa.information.directory.queries import fold

from .authoring_blocks import PageBlocks
from .authoring_forms import GuidePageForm
from .document import GLANCE, Document, load
from .permissions import GuidePermissions

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What an address may be made of: it is spelled over the telephone and stands on paper."""

LONGEST_FOUND = 60_000
"""Letters of a page that the room's search knows; PostgreSQL has a limit for one text."""


class Word(models.Model):
    """An official term that people meet on doors, forms and letters."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=80)
    term = models.CharField(_("Official term"), max_length=120)
    abbreviation = models.CharField(_("Abbreviation"), max_length=20, blank=True)
    meaning = models.TextField(_("Meaning"))
    where_met = models.CharField(_("Where you meet it"), max_length=300, blank=True)
    example = models.CharField(_("Example"), max_length=200, blank=True)
    avoid = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        help_text=_("Other wordings for the same thing, that our texts do not use; one a line."),
        verbose_name=_("Wordings to avoid"),
    )

    class Meta:
        verbose_name = _("Official word")
        verbose_name_plural = _("Official words")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class RoomPage(Page):
    """What all our pages share in the authoring room: only what has an effect on readers is offered."""

    promote_panels: list[Any] = []
    private_page_options: list[str] = []
    """Every page is public: nothing of ours asks who reads."""
    movable = False

    class Meta:
        abstract = True

    def holds_public_pages(self) -> bool:
        """Whether readers would lose something with the page; the root is needed for all."""
        return (
            self.live
            if isinstance(self, GuidePage)
            else self.depth < 3 or self.get_children().live().exists()
        )

    def permissions_for_user(self, user: Any) -> GuidePermissions:
        return GuidePermissions(user, self)


class GuideIndex(RoomPage):
    """The root of the guide in the authoring room."""

    guard = Audited()

    max_count = 1
    settings_panels: list[Any] = []
    subpage_types = ["guide.TopicPage"]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("guide")


class TopicPage(RoomPage):
    """A topic in the authoring room; what readers see of it stands in the directory's topics."""

    guard = Audited()

    topic = models.OneToOneField(
        Topic, on_delete=models.PROTECT, related_name="page", verbose_name=_("Topic")
    )
    subpage_types = ["guide.GuidePage"]
    parent_page_types = ["guide.GuideIndex"]
    settings_panels: list[Any] = []
    content_panels = [*Page.content_panels, FieldPanel("topic")]

    class Meta:
        verbose_name = _("topic")


class Kind(models.TextChoices):
    PROCEDURE = "procedure", _("procedure: something to do, in order")
    ARTICLE = "article", _("article: something to know")


def in_a_year() -> date:
    """The day by which what is written today is read again."""
    return local_now().date() + timedelta(days=365)


class GuidePage(RoomPage):
    """One page of the guide, as its author writes it, in the source language."""

    guard = Audited()

    kind = models.CharField(_("Kind of page"), max_length=10, choices=Kind, default=Kind.PROCEDURE)
    summary = models.TextField(_("Summary"), help_text=_("One sentence: what the page is for."))
    audience = ArrayField(models.CharField(max_length=24), default=list, verbose_name=_("For whom"))
    responsible = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    review_by = models.DateField(_("Review by"), default=in_a_year)
    sensitive = models.BooleanField(_("Sensitive"), default=False, help_text=_("Shows “leave quickly”."))
    questions = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name=_("Questions that lead here")
    )
    glance_for_whom = models.CharField(_("For whom"), max_length=300, blank=True)
    glance_when = models.CharField(_("When"), max_length=300, blank=True)
    glance_cost = models.CharField(_("Cost"), max_length=300, blank=True)
    glance_how_long = models.CharField(_("How long"), max_length=300, blank=True)
    glance_where = models.CharField(_("Where"), max_length=300, blank=True)
    blocks = StreamField(PageBlocks(), verbose_name=_("Text"))
    position = models.PositiveSmallIntegerField(
        _("Order"), default=100, help_text=_("Order within the topic; lower comes first.")
    )
    next_pages = ArrayField(
        models.CharField(max_length=160), default=list, blank=True, verbose_name=_("After this")
    )
    verify = models.TextField(
        _("To verify"), blank=True, help_text=_("What is not sure and where to check it, one a line.")
    )

    parent_page_types = ["guide.TopicPage"]
    subpage_types: list[str] = []
    movable = True
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldPanel("glance_for_whom"),
                FieldPanel("glance_when"),
                FieldPanel("glance_cost"),
                FieldPanel("glance_how_long"),
                FieldPanel("glance_where"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("blocks"),
        HelpPanel(template="guide/ease_panel.html", heading=_("How easy it reads")),
        FieldPanel("questions"),
        FieldPanel("next_pages"),
    ]
    settings_panels = [
        FieldPanel("audience", required_on_save=False),
        FieldPanel("responsible", required_on_save=False),
        FieldPanel("review_by", required_on_save=False),
        FieldPanel("verify"),
        FieldPanel("slug", heading=_("Address"), required_on_save=False),
        FieldPanel("position"),
        FieldPanel("sensitive"),
        PublishingPanel(),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("words_to_find"),
        index.AutocompleteField("words_to_find"),
    ]

    base_form_class = GuidePageForm

    class Meta:
        verbose_name = _("guide page")

    @property
    def topic_slug(self) -> str:
        parent = self.get_parent() if self.path else None
        return parent.specific.topic_id if parent else ""

    def authored(self) -> dict[str, Any]:
        """The page in the form of a pack's file, blocks flat."""
        glance = {name: getattr(self, f"glance_{name}") for name in GLANCE}
        return {
            "topic": self.topic_slug,
            "slug": self.slug,
            "title": self.title,
            "kind": self.kind,
            "summary": self.summary,
            "audience": list(self.audience),
            "owner": self.responsible_id,
            "review_by": self.review_by.isoformat()
            if hasattr(self.review_by, "isoformat")
            else self.review_by,
            "sensitive": self.sensitive,
            "questions": list(self.questions),
            "glance": {name: value for name, value in glance.items() if value},
            "blocks": [_flat(block) for block in self.blocks.get_prep_value()],
            "position": self.position,
            "next": list(self.next_pages),
            "verify": [line for line in self.verify.splitlines() if line.strip()],
        }

    def words_to_find(self) -> str:
        """All words of the page, as written and without the marks of letters, for the search in the authoring room."""
        texts = [self.title, *_texts(self.authored())]
        written = "\n".join(texts)[:LONGEST_FOUND]
        return f"{written}\n{fold(written)}"

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Where readers find the page, in the source language; Wagtail shows it as “view live”."""
        from acasa.foundation.city.queries import city

        parts = super().get_url_parts(request)
        if parts is None or not self.topic_slug:
            return None
        return (
            parts[0],
            settings.BASE_URL,
            reverse("page", args=[city().source_language, self.topic_slug, self.slug]),
        )

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        from acasa.foundation.city.queries import languages

        return [(language.code, language.autonym) for language in languages()]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from .views import preview

        return preview(request, self, mode_name)

    @property
    def default_preview_mode(self) -> str:
        from acasa.foundation.city.queries import city

        return city().source_language


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _flat(block: dict[str, Any]) -> dict[str, Any]:
    value = {name: item for name, item in block["value"].items() if item not in (None, "", False)}
    if "items" in value:
        value["items"] = [item["value"] if isinstance(item, dict) else item for item in value["items"]]
    return {"kind": block["type"], **value}


class Edition(models.Model):
    """What a page said when it was published. Never changed and never deleted: the database refuses."""

    guard = Audited()

    page_key = models.CharField(max_length=36, db_index=True, help_text=_("the page's translation key"))
    number = models.PositiveIntegerField()
    topic = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    document = models.JSONField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page_key", "number"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"{self.topic}/{self.slug} {self.number}"

    @property
    def content(self) -> Document:
        return load(self.document)


class Publication(models.Model):
    """Which edition of a page the public reads now, and at which address."""

    guard = Audited()

    page_key = models.CharField(max_length=36, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="publications")
    slug = models.SlugField(max_length=120)
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="publication")
    position = models.PositiveIntegerField(default=0)
    review_by = models.DateField()
    owner = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["topic__position", "position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "slug"], name="one_page_an_address"),
            models.CheckConstraint(name="publication_slug", condition=Q(slug__regex=SLUG)),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        return f"{self.topic_id}/{self.slug}"


class PageLink(models.Model):
    """A link from one published page to another; while it stands, its target cannot be withdrawn."""

    guard = Audited()

    source = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="linked_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="one_link_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class DirectoryLink(models.Model):
    """A published page that points to a service or organisation; while it stands, that cannot be deleted."""

    guard = Audited()

    source = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="directory_links")
    service = models.ForeignKey(
        "directory.Service", null=True, on_delete=models.PROTECT, related_name="pages"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", null=True, on_delete=models.PROTECT, related_name="pages"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_to_one_thing",
                condition=Q(service__isnull=True, organisation__isnull=False)
                | Q(service__isnull=False, organisation__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["source", "service", "organisation"], name="one_directory_link", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.service_id or self.organisation_id}"


class WordUse(models.Model):
    """A published page that explains a word; while it stands, the word cannot be deleted."""

    guard = Audited()

    source = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="word_uses")
    word = models.ForeignKey(Word, on_delete=models.PROTECT, related_name="pages")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "word"], name="one_word_use")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.word_id}"


class Redirect(models.Model):
    """An address at which a page stood before."""

    guard = Audited()

    topic = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    page_key = models.CharField(max_length=36, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "slug"], name="one_redirect_an_address")]

    def __str__(self) -> str:
        return f"{self.topic}/{self.slug}"


class Withdrawal(models.Model):
    """A page taken away from readers: why, by whom, and which page stands in its place."""

    guard = Audited()

    page_key = models.CharField(max_length=36, unique=True)
    topic = models.CharField(max_length=40)
    slug = models.CharField(max_length=120)
    title = models.CharField(_("Title"), max_length=255)
    reason = models.CharField(_("Why it is withdrawn"), max_length=300)
    instead = models.CharField(max_length=36, blank=True, help_text=_("the key of the page in its place"))
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "slug"], name="one_withdrawal_an_address"),
            models.CheckConstraint(name="withdrawal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="withdrawal_not_for_itself", condition=~Q(instead=F("page_key"))),
        ]

    def __str__(self) -> str:
        return f"{self.topic}/{self.slug}"


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
    from .authoring_faults import faults_of

    return not faults_of(page.get_latest_revision_as_object())


class OutsideLink(models.Model):
    """An address outside, and what a job last found there."""

    guard = Audited()

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("not tried yet")
        WORKS = "works", _("works")
        DOUBTFUL = "doubtful", _("failed, to be tried again")
        BROKEN = "broken", _("broken")

    url = models.URLField(max_length=500, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    failures = models.PositiveSmallIntegerField(default=0)
    evidence = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                name="link_state_known", condition=Q(state__in=["unknown", "works", "doubtful", "broken"])
            )
        ]

    def __str__(self) -> str:
        return self.url


class OutsideLinkUse(models.Model):
    """Where an outside address stands: a page (``guide:…``) or an organisation (``organisation:…``)."""

    guard = Audited()

    link = models.ForeignKey(OutsideLink, on_delete=models.CASCADE, related_name="uses")
    document = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "document"], name="one_outside_link_use")]

    def __str__(self) -> str:
        return f"{self.document} → {self.link_id}"


class Feedback(models.Model):
    """“Did you find what you needed?”, counted by page, language and day. Nothing about the reader."""

    guard = NotAudited("a counter of answers without a name")

    page_key = models.CharField(max_length=36)
    language = models.CharField(max_length=12)
    day = models.DateField()
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page_key", "language", "day"], name="one_feedback_count_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.page_key} {self.language} {self.day}"


class PlainPage(models.Model):
    """About, privacy, accessibility: plain Markdown from the pack, translated sentence by sentence."""

    guard = Audited()

    slug = models.SlugField(primary_key=True, max_length=60)
    title = models.CharField(max_length=120)
    markdown = models.TextField()

    def __str__(self) -> str:
        return self.title
