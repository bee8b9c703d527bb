"""The only writers of the directory."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.feed.queries import finished
from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import CLOCK, SYSTEM, Actor, acting
from acasa.foundation.packs.loading import still_named
from acasa.foundation.packs.said import Wrong
from acasa.foundation.staff.forms import EntryForm, seen_and_locked
from acasa.foundation.texts.actions import place_document
from acasa.foundation.web.versions import raise_content_version

from . import queries
from .grants import ADD_ORGANISATIONS, EDIT_DIRECTORY
from .models import HoursException, Organisation, Phone, Place, Report, Service

_NAMESPACE = uuid.UUID("6f1d3f0e-6f0b-5d6c-9a53-9d2c3a0ad1ce")
REPORTS_ARE_KEPT = timedelta(days=90)
"""How long readers' words stay after they were dealt with."""


def _stable_id(kind: str, slug: str) -> uuid.UUID:
    """The identifier under which a thing is published (HSDS): the same for the same city, kind and slug."""
    return uuid.uuid5(_NAMESPACE, f"{city().slug}/{kind}/{slug}")


@without_actor("part of loading a pack")
def keep_organisation(slug: str, data: Mapping[str, Any]) -> Organisation:
    """Writes an organisation with everything under it, as a pack describes it (docs/reference/packs.md).

    Places and services that are no longer in it stay until :func:`drop_gone_parts`.
    """
    source = data.get("source", {})
    plain = ("short_name", "description", "website", "email", "as_of", "note")
    organisation, _created = Organisation.objects.update_or_create(
        slug=slug,
        defaults={
            "name": data["name"],
            "level": data["level"],
            "category": data["category"],
            "visibility": data["visibility"],
            "confidence": data["confidence"],
            "checked_on": data.get("checked_on"),
            "hsds_id": _stable_id("organisation", slug),
            "source_title": source.get("title", ""),
            "source_url": source.get("url", ""),
            **{name: data.get(name, "") for name in plain},
        },
    )
    _keep_phones(organisation, data["phones"])
    _keep_places(organisation, data["places"])
    _keep_services(organisation, data["services"])
    place_document(f"organisation:{slug}", queries.text_fields(data))
    return organisation


@without_actor("part of loading a pack")
def drop_gone_parts(slug: str, data: Mapping[str, Any]) -> None:
    """Deletes an organisation's places and services that a pack no longer has.

    Raises :class:`~acasa.foundation.packs.said.Wrong` where something else still leads to one of them.
    """
    kinds: tuple[tuple[str, type[Place] | type[Service]], ...] = (("places", Place), ("services", Service))
    for field, model in kinds:
        kept = [part["id"] for part in data[field]]
        for gone in model._default_manager.filter(organisation=slug).exclude(slug__in=kept):
            try:
                gone.delete()
            except ProtectedError as error:
                raise Wrong(field, still_named(gone.slug, error)) from error


def _keep_phones(organisation: Organisation, phones: list[dict[str, Any]]) -> None:
    organisation.phones.exclude(number__in=[phone["number"] for phone in phones]).delete()
    for position, phone in enumerate(phones):
        Phone.objects.update_or_create(
            organisation=organisation,
            number=phone["number"],
            defaults={"note": phone.get("note", ""), "languages": phone["languages"], "position": position},
        )


def _keep_places(organisation: Organisation, places: list[dict[str, Any]]) -> None:
    texts = ("name", "address", "postal_code", "coordinates", "hours", "hours_note", "hours_confidence")
    for position, data in enumerate(places):
        place, _created = Place.objects.update_or_create(
            slug=data["id"],
            defaults={
                "organisation": organisation,
                "area_id": data["area"],
                "latitude": data.get("latitude"),
                "longitude": data.get("longitude"),
                "by_appointment": data.get("by_appointment"),
                "accessibility": data["accessibility"],
                "hsds_id": _stable_id("place", data["id"]),
                "position": position,
                **{name: data.get(name, "") for name in texts},
            },
        )
        place.exceptions.all().delete()
        HoursException.objects.bulk_create(
            HoursException(
                place=place,
                first=item["from"],
                last=item["to"],
                hours=item["hours"],
                reason=item.get("reason", ""),
            )
            for item in data["exceptions"]
        )


def _keep_services(organisation: Organisation, services: list[dict[str, Any]]) -> None:
    texts = ("description", "cost_note", "eligibility", "how", "website")
    lists = ("languages", "interpreted", "documents", "audience")
    for position, data in enumerate(services):
        service, _created = Service.objects.update_or_create(
            slug=data["id"],
            defaults={
                "organisation": organisation,
                "name": data["name"],
                "cost": data["cost"],
                "capacity": data["capacity"],
                "status": data["status"],
                "by_appointment": data.get("by_appointment"),
                "hsds_id": _stable_id("service", data["id"]),
                "position": position,
                **{name: data.get(name, "") for name in texts},
                **{name: data[name] for name in lists},
            },
        )
        service.topics.set(data["topics"])
        service.places.set(data["places"])
        service.areas.set(data["area"])


@without_actor("readers have no account")
def receive_report(*, about: str, language: str, message: str) -> Report:
    """Keeps a reader's word that something is wrong. Nothing about the reader is kept."""
    with transaction.atomic(), acting(SYSTEM):
        return Report.objects.create(about=about, language=language, message=message.strip()[:1000])


@without_actor("the clock's")
def forget_reports() -> int:
    """Deletes readers' words that were dealt with long enough ago; returns how many. Safe to run again."""
    limit = local_now().date() - REPORTS_ARE_KEPT
    done = {**finished("report"), **finished("unanswered")}
    old = [int(subject.removeprefix("report-")) for subject, day in done.items() if day <= limit]
    with transaction.atomic(), acting(CLOCK):
        deleted, _by_model = Report.objects.filter(pk__in=old).delete()
    return deleted


@action(EDIT_DIRECTORY, scope=lambda form: queries.organisation_of(form.instance))
def save_form(*, actor: Actor, form: EntryForm) -> Model:
    """Saves a valid form of the authoring room: an organisation or a part of one.

    Raises PermissionDenied unless the actor may change the organisation it belongs to, before and after, and
    ChangedMeanwhile where it is not as the form saw it.
    """
    part = form.instance
    added = part._state.adding
    if added and isinstance(part, Organisation):
        actor.must(ADD_ORGANISATIONS)
    if not added:
        actor.must(EDIT_DIRECTORY, queries.organisation_of(type(part)._default_manager.get(pk=part.pk)))
    seen_and_locked(form)
    saved = form.save(commit=False)
    if added and hasattr(saved, "hsds_id"):
        saved.hsds_id = _stable_id(type(saved).__name__.lower(), saved.slug)
    saved.save()
    form.save_m2m()
    _follow_texts(queries.organisation_of(saved))
    return saved


@action(EDIT_DIRECTORY, scope=lambda row: queries.organisation_of(row))
def delete_part(*, actor: Actor, row: Organisation | Phone | Place | Service | HoursException) -> None:
    """Deletes an organisation or a part of one.

    Raises PermissionDenied where the actor may not, ProtectedError where a published page or a step points to it.
    """
    slug = queries.organisation_of(row)
    if isinstance(row, Organisation):
        actor.must(ADD_ORGANISATIONS)
    row.delete()
    _follow_texts(slug)


def _follow_texts(slug: str) -> None:
    data = queries.as_pack([slug]).get(slug)
    place_document(f"organisation:{slug}", queries.text_fields(data) if data else {})
    raise_content_version("directory")
