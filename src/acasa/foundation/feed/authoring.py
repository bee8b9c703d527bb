"""The editor's home: what waits today, to take on, put off or tick off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from acasa.foundation.city.queries import local_now
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of
from acasa.foundation.staff.grants import OPEN_ROOM
from acasa.foundation.staff.search import fold
from acasa.foundation.web.audience import staff

from . import actions, queries
from .rules import State
from .sources import DONE, Source, sources

PER_PAGE = 40
FIRST = 5
"""So many of each kind are shown where all kinds are."""


class Filter(forms.Form):
    """What of the feed a person wants to see."""

    kind = forms.CharField(required=False)
    whose = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Whose"),
        choices=[
            ("", gettext_lazy("everybody’s")),
            ("mine", gettext_lazy("mine")),
            ("free", gettext_lazy("nobody’s yet")),
        ],
    )
    state = forms.ChoiceField(
        required=False,
        label=gettext_lazy("State"),
        choices=[
            ("", gettext_lazy("waiting")),
            ("snoozed", gettext_lazy("put off")),
            ("done", gettext_lazy("done")),
        ],
    )
    q = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Words"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )


@dataclass(frozen=True, slots=True)
class Count:
    """A kind of thing and how many of it wait, with the address that shows only these."""

    title: str
    hint: str
    number: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind, as many as are shown; ``all_address`` shows the others too, empty where there are none."""

    source: Source
    items: list[queries.Item]
    number: int
    all_address: str


def _grouped(found: list[queries.Item], asked: dict[str, str]) -> list[Group]:
    """The first of each kind."""
    groups = []
    for source in sources():
        own = [item for item in found if item.source is source]
        if own:
            more = "?" + urlencode({**asked, "kind": source.kind}) if len(own) > FIRST else ""
            groups.append(Group(source, own[:FIRST], len(own), more))
    return groups


def _matching(items: Iterable[queries.Item], user: User, asked: dict[str, str]) -> list[queries.Item]:
    state, words = State(asked.get("state") or "waiting"), fold(asked.get("q", "")).split()
    found = []
    for item in items:
        holder = item.mark.assigned_to_id if item.mark else None
        text = fold(f"{item.notice.about} {item.notice.message} {item.notice.team}")
        if item.state != state or (asked.get("whose") == "mine" and holder != user.pk):
            continue
        if (asked.get("whose") == "free" and holder) or not all(word in text for word in words):
            continue
        found.append(item)
    return found


def _counts(items: list[queries.Item], asked: dict[str, str]) -> list[Count]:
    rest = {name: value for name, value in asked.items() if value and name != "kind"}
    counts = []
    for source in sources():
        number = sum(item.source is source for item in items)
        chosen = asked.get("kind") == source.kind
        if number or chosen:
            address = "?" + urlencode(rest if chosen else {**rest, "kind": source.kind})
            counts.append(Count(str(source.title), str(source.hint), number, address, chosen))
    return counts


def panel(request: HttpRequest) -> dict[str, Any]:
    """What the home of the authoring room says of the feed."""
    waiting = queries.waiting(actor_of(request.user))
    mine = sum(bool(item.mark and item.mark.assigned_to_id == request.user.pk) for item in waiting)
    return {"total": len(waiting), "counts": _counts(waiting, {}), "mine": mine}


@staff(OPEN_ROOM)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, filtered, a page at a time."""
    user, actor = _who(request), actor_of(request.user)
    form = Filter(request.GET)
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    all_of_it = queries.items(actor)
    found = _matching(all_of_it, user, asked)
    counts = _counts(found, asked)
    shown = [item for item in found if not asked.get("kind") or item.source.kind == asked["kind"]]
    # Of one kind everything, a page at a time; of all kinds the first of each.
    page: Page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    if chosen := next((count for count in counts if count.chosen), None):
        own = list(page.object_list)
        groups = [Group(own[0].source, own, chosen.number, "")] if own else []
    else:
        groups = _grouped(shown, asked)
    context = {
        "groups": groups,
        "form": form,
        "asked": asked,
        "counts": counts,
        "total": len(found),
        "page": page if chosen else None,
        "query": urlencode(asked),
        "all_address": "?" + urlencode({k: v for k, v in asked.items() if k != "kind"}),
        "helpers": queries.helpers(actor),
        "tomorrow": local_now().date() + timedelta(days=1),
        "in_a_week": local_now().date() + timedelta(days=7),
        "chosen": chosen,
        "state": asked.get("state") or "waiting",
        "may_be_done": any(group.source.choice(DONE[0].name) for group in groups),
        "put_off": _put_off(all_of_it, asked),
    }
    return render(request, "feed/today.html", context)


def _put_off(items: list[queries.Item], asked: dict[str, str]) -> int:
    """How many things, which the list of what waits leaves out, somebody put off."""
    kind = asked.get("kind")
    found = (item for item in items if not kind or item.source.kind == kind)
    return sum(item.state == State.SNOOZED for item in found) if not asked.get("state") else 0


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the audience of these views is staff
    return request.user


@staff(OPEN_ROOM)
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Does one thing with the chosen items: assign, snooze, decide, reopen. Back to the list as it was."""
    actor = actor_of(request.user)
    back = redirect(f"{reverse('today')}?{request.GET.urlencode()}")
    verb, _colon, rest = request.POST.get("do", "").partition(":")
    # A button in a row names its own thing; the buttons on top mean the chosen ones.
    choice, _bar, own = rest.partition("|")
    keys = {own} if own else set(request.POST.getlist("chosen"))
    items = [item for item in queries.items(actor) if item.key in keys]
    if not items:
        messages.warning(request, _("Choose something first: tick the boxes in front."))
        return back
    try:
        match verb:
            case "assign":
                wanted = request.POST.get("to", "")
                to = User.objects.filter(pk=wanted).first() if wanted.isdecimal() else None
                if wanted and to is None:
                    messages.error(request, _("Choose somebody from the list."))
                    return back
                actions.assign(actor=actor, items=items, to=to)
                said = _("Given to %(person)s.") % {"person": to} if to else _("Given back to everybody.")
            case "snooze":
                until = _day(request.POST.get("until", ""))
                if until is None:
                    messages.error(request, _("Choose a day."))
                    return back
                actions.snooze(actor=actor, items=items, until=until)
                said = _("Put off.")
            case "decide":
                note = request.POST.get("note", "")
                actions.decide(actor=actor, items=items, choice=choice, note=note)
                said = ngettext("One thing is done.", "%(count)s things are done.", len(items)) % {
                    "count": len(items)
                }
            case "reopen":
                actions.reopen(actor=actor, items=items)
                said = _("Back on the list.")
            case _:
                raise PermissionDenied
    except actions.NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return back


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
