"""Organisations, their places, services, phones and hours; topics; what readers report as wrong."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acasa.foundation.city.models import Area


class Topic(models.Model):
    """A subject under which people look for pages and services."""

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


def _codes() -> ArrayField:
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


class Organisation(models.Model):
    """An institution, association or company that newcomers may need."""

    slug = models.SlugField(primary_key=True, max_length=80)
    hsds_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(choices=Level)
    category = models.CharField(max_length=20, choices=Category)
    website = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    as_of = models.CharField(max_length=10, blank=True, help_text=_("a date, a month or a year"))
    confidence = models.CharField(max_length=6, default="medium")
    checked_on = models.DateField(null=True, blank=True, help_text=_("when a person last asked there"))
    note = models.TextField(blank=True, help_text=_("for editors; never shown to readers"))
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="organisation_level_known", condition=Q(level__in=[1, 2, 3])),
            models.CheckConstraint(
                name="organisation_visibility", condition=Q(visibility__in=Visibility.values)
            ),
            models.CheckConstraint(name="organisation_category", condition=Q(category__in=Category.values)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address_is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC


class Phone(models.Model):
    """A number of an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)
    languages = _codes()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="phone_once_an_organisation")
        ]

    def __str__(self) -> str:
        return self.number


class Place(models.Model):
    """Where people go. Its address is shown only if its organisation's visibility allows it."""

    slug = models.SlugField(primary_key=True, max_length=80)
    hsds_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(max_length=250, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="places")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    coordinates = models.CharField(max_length=12, blank=True)
    hours = models.CharField(
        max_length=300, blank=True, help_text=_("OpenStreetMap notation, such as “Mo-Fr 09:00-16:00; PH off”")
    )
    hours_note = models.CharField(max_length=300, blank=True)
    hours_confidence = models.CharField(max_length=6, blank=True)
    by_appointment = models.BooleanField(null=True, blank=True)
    accessibility = _codes()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="coordinates_come_in_pairs",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.address or self.slug


class HoursException(models.Model):
    """Other hours than usual, or closed, on some days (first and last day included)."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="exceptions")
    first = models.DateField()
    last = models.DateField()
    hours = models.CharField(max_length=120, help_text=_("“off” for closed, or times such as 10:00-14:00"))
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
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

    slug = models.SlugField(primary_key=True, max_length=80)
    hsds_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(max_length=250)
    description = models.TextField(blank=True)
    topics = models.ManyToManyField(Topic, related_name="services", blank=True)
    places = models.ManyToManyField(Place, related_name="services", blank=True)
    areas = models.ManyToManyField(Area, related_name="services", blank=True)
    cost = models.CharField(max_length=8, choices=Cost, default=Cost.UNKNOWN)
    cost_note = models.CharField(max_length=300, blank=True)
    by_appointment = models.BooleanField(null=True, blank=True)
    languages = _codes()
    interpreted = _codes()
    documents = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    eligibility = models.CharField(max_length=400, blank=True)
    how = models.CharField(max_length=400, blank=True)
    website = models.URLField(max_length=500, blank=True)
    capacity = models.CharField(max_length=8, choices=Capacity, default=Capacity.UNKNOWN)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    audience = _codes()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
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
