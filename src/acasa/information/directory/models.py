"""Organisations, their places, services, phones and hours; topics; what readers report as wrong."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.models import Area
from acasa.foundation.guard.declared import Audited
from acasa.foundation.texts.models import Confidence


class Topic(models.Model):
    """A subject under which people look for pages and services."""

    guard = Audited()

    slug = models.SlugField(primary_key=True, max_length=40)
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=200)
    icon = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class Category(models.TextChoices):
    AUTHORITY = "authority", _("Public authority")
    CITY = "city", _("City administration")
    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education")
    EMPLOYMENT = "employment", _("Employment")
    SOCIAL = "social", _("Social services")
    NGO = "ngo", _("Non-governmental organisation")
    COMMUNITY = "community", _("Community")
    FAITH = "faith", _("Faith")
    CULTURE = "culture", _("Culture")
    TRANSPORT = "transport", _("Transport")
    LEGAL = "legal", _("Law and rights")
    FINANCE = "finance", _("Finance")
    HOUSING = "housing", _("Housing")
    SPORT = "sport", _("Sport")
    MEDIA = "media", _("Information and media")
    BUSINESS = "business", _("Business")
    INTERNATIONAL = "international", _("International organisation")


class Level(models.IntegerChoices):
    """The three concentric levels of actors (Cluj plan, section 2.4)."""

    KEY = 1, _("Key actors")
    SECONDARY = 2, _("Secondary and regulatory actors")
    ECOSYSTEM = 3, _("Wider ecosystem")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    ADDRESS_HIDDEN = "address-hidden", _("address hidden")


class Cost(models.TextChoices):
    FREE = "free", _("Free")
    PAID = "paid", _("Paid")
    UNKNOWN = "unknown", _("Cost not known")


class Capacity(models.TextChoices):
    OPEN = "open", _("Takes new people")
    LIMITED = "limited", _("Few places left")
    FULL = "full", _("Full at the moment")
    UNKNOWN = "unknown", _("Not known")


class Status(models.TextChoices):
    ACTIVE = "active", _("active")
    TEMPORARILY_CLOSED = "temporarily-closed", _("temporarily closed")
    INACTIVE = "inactive", _("no longer offered")


class Accessibility(models.TextChoices):
    STEP_FREE = "step-free", _("Step-free entrance")
    LIFT = "lift", _("Lift")
    TOILET = "accessible-toilet", _("Accessible toilet")
    HEARING_LOOP = "hearing-loop", _("Hearing loop")
    SIGN_LANGUAGE = "sign-language", _("Sign language")


class Audience(models.TextChoices):
    """For whom a page or a service is meant."""

    EVERYONE = "everyone", _("everyone")
    STUDENTS = "students", _("students")
    WORKERS = "workers", _("workers")
    FAMILIES = "families", _("families")
    REFUGEES = "refugees", _("refugees")
    ASYLUM_APPLICANTS = "asylum-applicants", _("people who asked for asylum")
    TEMPORARY_PROTECTION = "temporary-protection", _("people with temporary protection")
    RESEARCHERS = "researchers", _("researchers")
    IRREGULAR = "irregular", _("people without valid papers")
    EMPLOYERS = "employers", _("employers")
    WOMEN = "women", _("women")
    CHILDREN = "children", _("children")


def _codes(label: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=label)


class Organisation(models.Model):
    """An institution, association or company that newcomers may need."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=80)
    hsds_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("Name"), max_length=250)
    short_name = models.CharField(_("Short name"), max_length=100, blank=True)
    description = models.TextField(_("Description"), blank=True)
    level = models.PositiveSmallIntegerField(_("Ring of actors"), choices=Level)
    category = models.CharField(_("Kind of organisation"), max_length=20, choices=Category)
    website = models.URLField(_("Website"), max_length=500, blank=True)
    email = models.EmailField(_("Email"), blank=True)
    visibility = models.CharField(
        _("Visibility"), max_length=16, choices=Visibility, default=Visibility.PUBLIC
    )
    source_title = models.CharField(_("Source"), max_length=300, blank=True)
    source_url = models.URLField(_("Address of the source"), max_length=500, blank=True)
    as_of = models.CharField(_("As of"), max_length=10, blank=True, help_text=_("a date, a month or a year"))
    confidence = models.CharField(
        _("Confidence"), max_length=6, choices=Confidence, default=Confidence.MEDIUM
    )
    checked_on = models.DateField(
        _("Checked on"), null=True, blank=True, help_text=_("when a person last asked there")
    )
    note = models.TextField(
        _("Note for editors"), blank=True, help_text=_("for editors; never shown to readers")
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="organisation_level_known", condition=Q(level__in=[1, 2, 3])),
            models.CheckConstraint(
                name="organisation_visibility", condition=Q(visibility__in=Visibility.values)
            ),
            models.CheckConstraint(name="organisation_category", condition=Q(category__in=Category.values)),
            models.CheckConstraint(
                name="organisation_confidence_known", condition=Q(confidence__in=Confidence.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address_is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC


class Phone(models.Model):
    """A number of an organisation."""

    guard = Audited()

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="phones", verbose_name=_("Organisation")
    )
    number = models.CharField(_("phone number"), max_length=40)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    languages = _codes(_("They speak"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("Phone numbers")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="phone_once_an_organisation")
        ]

    def __str__(self) -> str:
        return self.number


class Precision(models.TextChoices):
    EXACT = "exact", _("exact")
    APPROXIMATE = "approximate", _("approximate")


class Place(models.Model):
    """Where people go. Its address is shown only if its organisation's visibility allows it."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=80)
    hsds_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="places", verbose_name=_("Organisation")
    )
    name = models.CharField(_("Name"), max_length=250, blank=True)
    address = models.CharField(_("Address"), max_length=250, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=12, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places", verbose_name=_("Area"))
    latitude = models.DecimalField(_("Latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    coordinates = models.CharField(
        _("Precision of the coordinates"), max_length=12, choices=Precision, blank=True
    )
    hours = models.CharField(
        _("Opening hours"),
        max_length=300,
        blank=True,
        help_text=_("OpenStreetMap notation, such as “Mo-Fr 09:00-16:00; PH off”"),
    )
    hours_note = models.CharField(_("Note on the hours"), max_length=300, blank=True)
    hours_confidence = models.CharField(
        _("Confidence in the hours"), max_length=6, choices=Confidence, blank=True
    )
    by_appointment = models.BooleanField(_("Only with an appointment"), null=True, blank=True)
    accessibility = _codes(_("Accessibility"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Place")
        verbose_name_plural = _("Places")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="coordinates_come_in_pairs",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
            models.CheckConstraint(
                name="place_precision_known", condition=Q(coordinates__in=["", *Precision.values])
            ),
            models.CheckConstraint(
                name="place_hours_confidence_known",
                condition=Q(hours_confidence__in=["", *Confidence.values]),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address or self.slug


class HoursException(models.Model):
    """Other hours than usual, or closed, on some days (first and last day included)."""

    guard = Audited()

    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="exceptions", verbose_name=_("Place")
    )
    first = models.DateField(_("First day"))
    last = models.DateField(_("Last day"))
    hours = models.CharField(
        _("Hours on these days"),
        max_length=120,
        help_text=_("“off” for closed, or times such as 10:00-14:00"),
    )
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Closed day or other hours")
        verbose_name_plural = _("Closed days and other hours")
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(
                name="exception_ends_after_it_begins", condition=Q(last__gte=models.F("first"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}–{self.last} {self.hours}"


class Service(models.Model):
    """Something an organisation does for people."""

    guard = Audited()

    slug = models.SlugField(_("Permanent name"), primary_key=True, max_length=80)
    hsds_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="services", verbose_name=_("Organisation")
    )
    name = models.CharField(_("Name"), max_length=250)
    description = models.TextField(_("Description"), blank=True)
    topics = models.ManyToManyField(Topic, related_name="services", blank=True, verbose_name=_("Topics"))
    places = models.ManyToManyField(Place, related_name="services", blank=True, verbose_name=_("Places"))
    areas = models.ManyToManyField(Area, related_name="services", blank=True, verbose_name=_("For people in"))
    cost = models.CharField(_("Cost"), max_length=8, choices=Cost, default=Cost.UNKNOWN)
    cost_note = models.CharField(_("Note on the cost"), max_length=300, blank=True)
    by_appointment = models.BooleanField(_("Only with an appointment"), null=True, blank=True)
    languages = _codes(_("They speak"))
    interpreted = _codes(_("With an interpreter"))
    documents = ArrayField(
        models.CharField(max_length=300), default=list, blank=True, verbose_name=_("What to bring")
    )
    eligibility = models.CharField(_("For whom"), max_length=400, blank=True)
    how = models.CharField(_("How"), max_length=400, blank=True)
    website = models.URLField(_("Website"), max_length=500, blank=True)
    capacity = models.CharField(_("Free places"), max_length=8, choices=Capacity, default=Capacity.UNKNOWN)
    status = models.CharField(_("State"), max_length=20, choices=Status, default=Status.ACTIVE)
    audience = _codes(_("Groups"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Service")
        verbose_name_plural = _("Services")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(name="service_cost_known", condition=Q(cost__in=Cost.values)),
            models.CheckConstraint(name="service_capacity_known", condition=Q(capacity__in=Capacity.values)),
            models.CheckConstraint(name="service_status_known", condition=Q(status__in=Status.values)),
        ]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """A reader says that something is wrong, or missing. No name is asked; the words are read by the owner only."""

    guard = Audited(secret=("message",))

    about = models.CharField(max_length=160, db_index=True)
    language = models.CharField(max_length=12)
    message = models.TextField(max_length=1000)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(name="report_says_something", condition=~Q(message="")),
        ]

    def __str__(self) -> str:
        return f"{self.about} ({self.received_at:%Y-%m-%d})"
