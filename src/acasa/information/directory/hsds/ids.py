"""Identifiers of things that are published but have no row of their own: the same on every machine."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.UUID("b3a8e0b4-3d0c-5a6e-8f1b-6c1f7a1f0d52")


def part(*path: object) -> str:
    """The identifier of a part of something, by its path: kind, owner's identifier, what tells it apart."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(str(step) for step in path)))


def taxonomy(city: str) -> str:
    """The taxonomy of a city's topics."""
    return part("taxonomy", city, "topics")


def term(city: str, topic: str) -> str:
    """The taxonomy term of one topic."""
    return part("taxonomy_term", city, topic)


def service_at_location(service: uuid.UUID, location: uuid.UUID) -> str:
    """The pair of a service and a place where it is offered."""
    return part("service_at_location", service, location)
