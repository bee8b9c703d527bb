"""What the public reads of a page and what it leads to; where pages stood before, and which were taken away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.models import Team
from acasa.foundation.guard.declared import Audited
from acasa.information.directory.models import Topic

from ..document import Document, load
from .words import Word

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""What an address may be made of: it is spelled over the telephone and stands on paper."""


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
