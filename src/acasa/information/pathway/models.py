"""Questions and steps of a city, as a pack or an editor wrote them; and counts without anybody's name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.declared import Audited, NotAudited
from acasa.foundation.texts.models import Fact
from acasa.information.directory.models import Organisation, Service


class QuestionKind(models.TextChoices):
    CHOICE = "choice", _("one answer")
    CHOICES = "choices", _("several answers")
    DATE = "date", _("a date")


class Question(models.Model):
    """What we may ask; nobody must answer."""

    guard = Audited()

    slug = models.CharField(_("Permanent name"), primary_key=True, max_length=40)
    position = models.PositiveSmallIntegerField(_("Order"), default=100)
    kind = models.CharField(_("Kind"), max_length=8, choices=QuestionKind)
    ask = models.CharField(_("Question"), max_length=200)
    why = models.CharField(_("Why we ask"), max_length=300)
    first = models.BooleanField(
        _("At the start"), default=False, help_text=_("One of the few that are asked at the start.")
    )
    expires = models.CharField(
        _("Paper that ends"),
        max_length=80,
        blank=True,
        help_text=_("The name of the paper that ends on this day."),
    )
    when = models.JSONField(_("Asked only of"), default=list, blank=True)
    options = models.JSONField(_("Answers"), default=list, blank=True)

    class Meta:
        verbose_name = _("Question")
        verbose_name_plural = _("Questions")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex=r"^[a-z][a-z0-9_]*$"), name="question_slug"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind"),
            models.CheckConstraint(
                condition=Q(kind=QuestionKind.DATE, options=[])
                | (~Q(kind=QuestionKind.DATE) & ~Q(options=[])),
                name="question_options_unless_date",
            ),
            models.CheckConstraint(
                condition=Q(expires="") | Q(kind=QuestionKind.DATE), name="question_only_days_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.ask


class Phase(models.TextChoices):
    """The order in which a newcomer meets the steps; see :class:`acasa.information.pathway.rules.Phase`."""

    SAFETY = "safety", _("Your safety")
    BEFORE_TRAVEL = "before-travel", _("Before you travel")
    FIRST_DAYS = "first-days", _("Your first days")
    FIRST_WEEKS = "first-weeks", _("Your first weeks")
    FIRST_MONTHS = "first-months", _("Your first months")
    LATER = "later", _("Later")


class Who(models.TextChoices):
    SELF = "self", _("You")
    EMPLOYER = "employer", _("Your employer")
    UNIVERSITY = "university", _("Your university")
    HOST = "host", _("The person you live with or rent from")
    FAMILY = "family", _("Your family member")
    AUTHORITY = "authority", _("The office")


class Step(models.Model):
    """One thing to do, for whom, by when, and what it takes."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=60)
    title = models.CharField(_("Title"), max_length=80)
    text = models.TextField(_("Text"))
    phase = models.CharField(_("Phase"), max_length=16, choices=Phase)
    position = models.PositiveSmallIntegerField(_("Order"), default=100)
    when = models.JSONField(_("For whom"), default=list, blank=True)
    unless = models.JSONField(_("Not for"), default=list, blank=True)
    after = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("After these steps")
    )
    due = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("By when"))
    doubt = models.CharField(_("What is not sure"), max_length=300, blank=True)
    repeat = models.CharField(_("Again after"), max_length=20, blank=True)
    who = models.CharField(_("Who"), max_length=12, choices=Who, default=Who.SELF)
    page = models.CharField(_("In the guide"), max_length=160)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Organisation"),
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Service")
    )
    documents = ArrayField(
        models.CharField(max_length=300), default=list, blank=True, verbose_name=_("What to bring")
    )
    cost = models.CharField(_("Cost"), max_length=300, blank=True)
    basis = models.CharField(_("Legal basis"), max_length=300, blank=True)
    letter = models.CharField(_("Letter"), max_length=60, blank=True)
    safety = models.BooleanField(_("For safety"), default=False)
    private = models.BooleanField(_("Private"), default=False)
    unsure = models.BooleanField(_("not confirmed"), default=False)
    sheet = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    verify = ArrayField(models.TextField(), default=list, blank=True, verbose_name=_("To verify"))

    class Meta:
        verbose_name = _("Step")
        verbose_name_plural = _("Steps")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="step_phase"),
            models.CheckConstraint(condition=Q(who__in=Who.values), name="step_who"),
            models.CheckConstraint(
                condition=Q(safety=False) | Q(unless=[]), name="step_safety_is_never_hidden"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(service__isnull=True), name="step_one_place"
            ),
            models.CheckConstraint(
                condition=Q(repeat="") | Q(repeat__regex=r"^[1-9][0-9]? (months?|years?)$"),
                name="step_repeat",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepTerm(models.Model):
    """A fact by which the days of a step are counted; it cannot be deleted while one is."""

    guard = NotAudited("derived from the steps")

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="terms")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="step_terms")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "fact"], name="one_term_a_step")]


class Persona(models.Model):
    """An invented newcomer: an example for readers, a preview for editors, a proof for us."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=60)
    position = models.PositiveSmallIntegerField(_("Order"), default=100)
    title = models.CharField(_("Title"), max_length=120)
    facts = models.JSONField(_("Answers"), default=dict)

    class Meta:
        verbose_name = _("Example person")
        verbose_name_plural = _("Example people")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title


class Happening(models.TextChoices):
    SHOWN = "shown", _("shown")
    OPENED = "opened", _("opened")
    DONE = "done", _("ticked as done")


class StepCount(models.Model):
    """How often something happened to a step in a week, over all people; nothing about any of them."""

    guard = NotAudited("a counter without a name")

    week = models.DateField(help_text=_("The Monday."))
    subject = models.CharField(max_length=60)
    what = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "subject", "what"], name="one_count_a_week"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="count_week_is_a_monday"),
            models.CheckConstraint(
                condition=Q(what__in=[*Happening.values, "answered"]), name="count_of_something_known"
            ),
        ]
