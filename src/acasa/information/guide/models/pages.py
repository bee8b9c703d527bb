"""Pages as authors write them, in Wagtail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from acasa.foundation.city.models import Team
from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.declared import Audited
from acasa.information.directory.models import Topic
from acasa.information.directory.queries import fold

from ..authoring_blocks import PageBlocks
from ..authoring_forms import GuidePageForm
from ..document import GLANCE
from ..permissions import GuidePermissions

LONGEST_FOUND = 60_000
"""Letters of a page that the room's search knows; PostgreSQL has a limit for one text."""


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
        from ..views import preview

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
