"""Sentences, their translations, where each stands, and typed facts (walls 2 and 3 of the house)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.declared import Audited, NotAudited

from .formatting import FactValue


class Sentence(models.Model):
    """One unit of text in the source language, known by the hash of what it says."""

    guard = NotAudited("never changed: it is known by the hash of what it says")

    hash = models.CharField(primary_key=True, max_length=32)
    text = models.TextField()
    context = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="sentence_hash_is_hex", condition=Q(hash__regex=r"^[0-9a-f]{32}$")),
            models.CheckConstraint(name="sentence_not_empty", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class TranslationState(models.TextChoices):
    """How far a translation has come. Only a person can make it *checked*."""

    MACHINE = "machine", _("machine draft")
    DRAFT = "draft", _("draft")
    CHECKED = "checked", _("checked")


class Translation(models.Model):
    """A sentence in one language. It belongs to the sentence's hash, never to a page."""

    guard = Audited()

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=TranslationState, default=TranslationState.DRAFT)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    checked_role = models.CharField(max_length=40, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sentence", "language"], name="one_translation_a_language"),
            models.CheckConstraint(name="translation_not_empty", condition=~Q(text="")),
            models.CheckConstraint(
                name="checked_says_by_whom_and_when",
                condition=(Q(state="checked") & Q(checked_on__isnull=False) & ~Q(checked_role=""))
                | (~Q(state="checked") & Q(checked_on__isnull=True) & Q(checked_role="")),
            ),
            models.CheckConstraint(
                name="translation_state_known", condition=Q(state__in=TranslationState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"


class Use(models.Model):
    """Where a sentence stands now: in which document, which field, at which position."""

    guard = NotAudited("derived from the documents")

    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="uses")
    document = models.CharField(max_length=160)
    field = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "field", "position"], name="one_sentence_a_position")
        ]
        indexes = [models.Index(fields=["sentence", "document"])]

    def __str__(self) -> str:
        return f"{self.document} {self.field} {self.position}"


class Lineage(models.Model):
    """Which sentence replaced which at the same place, so that a translator sees what changed."""

    guard = NotAudited("derived from the documents")

    newer = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="older_links")
    older = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="newer_links")
    document = models.CharField(max_length=160)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["newer", "older", "document"], name="lineage_once_a_document"),
            models.CheckConstraint(name="lineage_is_a_change", condition=~Q(newer=models.F("older"))),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} → {self.newer_id}"


class FactKind(models.TextChoices):
    MONEY = "money", _("amount of money")
    DURATION = "duration", _("duration")
    DATE = "date", _("date")
    PHONE = "phone", _("phone number")
    NUMBER = "number", _("number")
    PERCENT = "percent", _("percentage")
    ADDRESS = "address", _("postal address")
    WEB = "web", _("web address")


class Confidence(models.TextChoices):
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Fact(models.Model):
    """Something that can change: a fee, a term, a date, a number. Texts name it as ``{slug}``."""

    guard = Audited()

    slug = models.SlugField(_("Name in texts"), primary_key=True, max_length=80)
    kind = models.CharField(_("Kind"), max_length=8, choices=FactKind)
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=4, null=True, blank=True)
    most = models.DecimalField(_("Upper end"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=12, blank=True)
    day = models.DateField(_("Day"), null=True, blank=True)
    text = models.CharField(_("Number or address"), max_length=300, blank=True)
    label = models.CharField(_("What it is"), max_length=200)
    source_title = models.CharField(_("Source"), max_length=300)
    source_url = models.URLField(_("Address of the source"), max_length=500, blank=True)
    as_of = models.CharField(_("As of"), max_length=10, help_text=_("a date, a month or a year"))
    confidence = models.CharField(_("Confidence"), max_length=6, choices=Confidence)
    owner = models.ForeignKey("city.Team", on_delete=models.PROTECT, verbose_name=_("owner"))
    review_by = models.DateField(_("Review by"))
    sheet = models.CharField(_("Fact sheet"), max_length=80, blank=True)
    note = models.TextField(_("Note for editors"), blank=True)

    class Meta:
        verbose_name = _("Fact")
        verbose_name_plural = _("Facts")
        constraints = [
            models.CheckConstraint(
                name="fact_has_the_value_of_its_kind",
                condition=(Q(kind__in=["money", "duration"]) & Q(amount__isnull=False) & ~Q(unit=""))
                | (Q(kind__in=["number", "percent"]) & Q(amount__isnull=False))
                | (Q(kind="date") & Q(day__isnull=False))
                | (Q(kind__in=["phone", "address", "web"]) & ~Q(text="")),
            ),
            models.CheckConstraint(
                name="fact_range_goes_up", condition=Q(most__isnull=True) | Q(most__gt=models.F("amount"))
            ),
            models.CheckConstraint(
                name="fact_not_less_than_nothing",
                condition=Q(amount__isnull=True) | Q(amount__gte=0) | Q(kind="number"),
            ),
            models.CheckConstraint(name="fact_as_of", condition=Q(as_of__regex=r"^\d{4}(-\d\d(-\d\d)?)?$")),
            models.CheckConstraint(
                name="fact_confidence_known", condition=Q(confidence__in=Confidence.values)
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def value(self) -> FactValue:
        return FactValue(self.kind, self.amount, self.most, self.unit, self.day, self.text)


class FactUse(models.Model):
    """A fact standing in a sentence; the database refuses to forget a fact that is in use."""

    guard = NotAudited("derived from the sentences")

    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="fact_uses")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sentence", "fact"], name="one_fact_use_a_sentence")]

    def __str__(self) -> str:
        return f"{self.fact_id} in {self.sentence_id}"
