"""Where a pack and the application say different things: something that waits, and the screen to decide field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from acasa.foundation.feed.actions import NotPossible
from acasa.foundation.feed.sources import Choice, Compared, Notice, Source
from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs.actions import decide_conflict
from acasa.foundation.packs.grants import LOAD_PACKS
from acasa.foundation.packs.models import PackConflict
from acasa.foundation.packs.said import Wrong
from acasa.foundation.people.queries import actor_of
from acasa.foundation.web.audience import staff

from .authoring_texts import spoken
from .documents import Document, documents
from .rules import word_difference


def _written(value: Any) -> str:
    """A field's value as people read it."""
    if value is None:
        return "–"
    if isinstance(value, list | dict):
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=80).strip()
    return str(value)


def compared(conflict: PackConflict) -> tuple[Compared, ...]:
    """Each disputed field as it stands here and in the pack."""
    found = []
    for name in conflict.fields:
        here, pack = _written(conflict.here.get(name)), _written(conflict.pack.get(name))
        found.append(Compared(name, here, pack, word_difference(here, pack)))
    return tuple(found)


def _document(conflict: PackConflict) -> Document:
    name = f"{conflict.kind}:{conflict.key}"
    return documents([name]).get(name) or Document(f"{conflict.kind} {conflict.key}")


def conflicts() -> Iterator[Notice]:
    """Fields changed both here and in the pack."""
    for conflict in PackConflict.objects.all():
        about = _document(conflict)
        yield Notice(
            f"{conflict.kind}/{conflict.key}", about.title, ", ".join(conflict.fields),
            reverse("conflict", args=[conflict.pk]), conflict.found_at.date(), edit=about.edit,
            compared=compared(conflict),
        )  # fmt: skip


def _settle(actor: Actor, subject: str, choice: str) -> None:
    kind, _slash, key = subject.partition("/")
    try:
        decide_conflict(actor=actor, conflict=PackConflict.objects.get(kind=kind, key=key), take=choice)
    except Wrong as wrong:
        raise NotPossible(spoken(wrong.expected)) from wrong


CONFLICTS = Source(
    "conflict",
    gettext_lazy("Changed both here and in the pack"),
    gettext_lazy("Choose which of the two stays; open it to choose for each field."),
    conflicts,
    LOAD_PACKS,
    (
        Choice("here", gettext_lazy("Keep what is here")),
        Choice("pack", gettext_lazy("Take the pack’s"), quiet=True),
    ),
    _settle,
    order=10,
)


class _Choices(forms.Form):
    """For each disputed field whose text stays."""

    def __init__(self, *args: Any, conflict: PackConflict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in conflict.fields:
            self.fields[name] = forms.ChoiceField(
                label=name, initial="here", choices=[("here", _("Here")), ("pack", _("In the pack"))],
                widget=forms.RadioSelect,
            )  # fmt: skip


@staff(LOAD_PACKS)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One conflict: both texts of each field, and which of them stays."""
    conflict = get_object_or_404(PackConflict, pk=pk)
    form = _Choices(request.POST or None, conflict=conflict)
    if request.method == "POST" and form.is_valid():
        try:
            decide_conflict(actor=actor_of(request.user), conflict=conflict, take=form.cleaned_data)
        except Wrong as wrong:  # something still leads to what would go
            messages.error(request, spoken(wrong.expected))
        else:
            messages.success(request, _("Settled. What you chose is what readers get."))
            return redirect("today")
    fields = [(one, form[one.field]) for one in compared(conflict)]
    context = {"form": form, "fields": fields, "about": _document(conflict)}
    return render(request, "texts/authoring/conflict.html", context)


def urls() -> list[URLPattern]:
    """For the authoring room."""
    return [path("conflicts/<int:pk>/", decide, name="conflict")]
