"""The facts by their names in what waits; a fact has no address of its own for readers."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from .documents import Document, register_kind
from .models import Fact


def facts(slugs: set[str]) -> Mapping[str, Document]:
    found = Fact.objects.filter(slug__in=slugs)
    return {fact.slug: Document(fact.label, edit=reverse("fact", args=[fact.slug])) for fact in found}


def register() -> None:
    register_kind("fact", find=facts)
