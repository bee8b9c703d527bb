"""Pages as authors write them (Wagtail), editions as the public reads them, words, redirects, links, feedback."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from acasa.foundation.city.models import Team
from acasa.foundation.guard.declared import Audited, NotAudited
from acasa.information.directory.models import Topic

from .blocks import PageBlocks
from .document import GLANCE, Document, load
from .forms import GuidePageForm


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


class GuideIndex(Page):
    """The root of the guide in the authoring room."""

    guard = Audited()

    max_count = 1
    subpage_types = ["guide.TopicPage"]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("guide")


class TopicPage(Page):
    """A topic in the authoring room; what readers see of it stands in the directory's topics."""

    guard = Audited()

    topic = models.OneToOneField(
        Topic, on_delete=models.PROTECT, related_name="page", verbose_name=_("Topic")
    )
    subpage_types = ["guide.GuidePage"]
    parent_page_types = ["guide.GuideIndex"]
    content_panels = [*Page.content_panels, FieldPanel("topic")]

    class Meta:
        verbose_name = _("topic")


class Kind(models.TextChoices):
    PROCEDURE = "procedure", _("procedure: something to do, in order")
    ARTICLE = "article", _("article: something to know")


class GuidePage(Page):
    """One page of the guide, as its author writes it, in the source language."""

    guard = Audited()

    kind = models.CharField(_("Kind of page"), max_length=10, choices=Kind, default=Kind.PROCEDURE)
    summary = models.TextField(_("Summary"), help_text=_("One sentence: what the page is for."))
    audience = ArrayField(models.CharField(max_length=24), default=list, verbose_name=_("For whom"))
    responsible = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    review_by = models.DateField(_("Review by"))
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
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("audience"),
        FieldPanel("responsible"),
        FieldPanel("review_by"),
        FieldPanel("sensitive"),
        FieldPanel("position"),
        FieldPanel("verify"),
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

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Where readers find the page, in the source language; Wagtail shows it as “view live”."""
        from acasa.foundation.city.queries import city

        parts = super().get_url_parts(request)
        if parts is None or parts[1] is None:
            return parts
        return parts[0], parts[1], f"/{city().source_language}/guide/{self.topic_slug}/{self.slug}/"

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
        constraints = [models.UniqueConstraint(fields=["topic", "slug"], name="one_page_an_address")]

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
