"""Which city this is: its languages, areas, teams and calendar."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from acasa.foundation.guard.declared import Audited


class City(models.Model):
    """The one city that this instance serves."""

    guard = Audited()

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    tagline = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2)
    subdivision = models.CharField(max_length=6, blank=True)
    time_zone = models.CharField(max_length=60)
    currency = models.CharField(max_length=3)
    source_language = models.CharField(max_length=12)
    pivot_language = models.CharField(max_length=12)
    languages = ArrayField(models.CharField(max_length=12))
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    emergency_number = models.CharField(max_length=12)
    emergency_page = models.CharField(max_length=160, blank=True, help_text=_("topic/slug of the guide"))
    desk = models.CharField(max_length=80, blank=True, help_text=_("organisation behind “talk to a person”"))

    class Meta:
        verbose_name_plural = "cities"
        constraints = [
            models.CheckConstraint(name="one_city", condition=Q(id=1)),
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """Who answers for a fact or a page: a desk with an address, not a person."""

    guard = Audited()

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A district, commune, municipality, county or country."""

    guard = Audited()

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        COUNTY = "county", _("county")
        MUNICIPALITY = "municipality", _("municipality")
        COMMUNE = "commune", _("commune")
        DISTRICT = "district", _("district")

    slug = models.SlugField(primary_key=True, max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    confidence = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="area_not_its_own_parent", condition=~Q(parent=models.F("slug")))
        ]

    def __str__(self) -> str:
        return self.name


class CalendarException(models.Model):
    """A day on which the city departs from the national calendar."""

    guard = Audited()

    day = models.DateField(primary_key=True)
    closed = models.BooleanField()
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"
