"""Colleagues: who they are, which roles each holds, inviting them, ending roles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from acasa.foundation.city.queries import city
from acasa.foundation.people import actions, second_factor
from acasa.foundation.people.grants import MANAGE_PEOPLE
from acasa.foundation.people.invitations import invitation_address
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of, events_of
from acasa.foundation.people.roles import Role, held_by, role, roles
from acasa.foundation.printing.qr import svg
from acasa.foundation.web.audience import staff

from .at_the_door import mail_is_set_up
from .history import history_of
from .search import having

PER_PAGE = 50


def _what_for() -> list[tuple[str, Any]]:
    """Every role, and every thing a role can be given for: ``role`` or ``role:scope``."""
    found: list[tuple[str, Any]] = [("", _("choose a role"))]
    for one in roles():
        if one.scope is None:
            found.append((one.name, one.label))
        else:
            found.append((str(one.label), [(f"{one.name}:{key}", name) for key, name in one.scope.choices()]))
    return found


class RoleForm(forms.Form):
    """A role, for something where it needs one."""

    gives = forms.ChoiceField(label=gettext_lazy("Role"), choices=_what_for)

    def chosen(self) -> tuple[Role, str] | None:
        name, _colon, scope = self.cleaned_data["gives"].partition(":")
        return (role(name), scope) if name else None


class InvitationForm(RoleForm):
    """A colleague who has no account yet."""

    email = forms.EmailField(label=gettext_lazy("Email"), max_length=150)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)
    field_order = ("email", "first_name", "last_name", "gives")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gives: Any = self.fields["gives"]
        gives.required = False
        gives.choices = [("", _("no role yet")), *_what_for()[1:]]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this address already. Find it in the list."))
        return email


@staff(MANAGE_PEOPLE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, by name, a page at a time."""
    asked = request.GET.get("q", "").strip()[:100]
    found = User.objects.order_by("-is_active", "first_name", "last_name", "email").prefetch_related("grants")
    found = having(found, ("first_name", "last_name", "email"), asked)
    page: Any = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, held_by(one), second_factor.is_set_up(one)) for one in page.object_list]
    context = {"rows": rows, "page": page, "asked": asked, "query": urlencode({"q": asked}) if asked else ""}
    return render(request, "staff/colleagues.html", context)


@staff(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new account, its first role, and the link by which its owner comes in."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, given = actor_of(request.user), form.cleaned_data
        user = actions.create_account(
            actor=actor, email=given["email"], password=None, first_name=given["first_name"],
            last_name=given["last_name"],
        )  # fmt: skip
        if chosen := form.chosen():
            actions.grant_role(actor=actor, user=user, role=chosen[0], scope=chosen[1])
        return _invited(request, user)
    return render(request, "staff/invite.html", {"form": form})


def _invited(request: HttpRequest, user: User) -> HttpResponse:
    """Sends the link where mail is set up, and shows it once, to be printed and handed over."""
    address, here = invitation_address(user), city()
    sent = False
    if mail_is_set_up():
        text = render_to_string(
            "staff/invitation.txt", {"city": here, "address": address, "hours": _hours(), "person": user}
        )
        try:
            send_mail(
                _("%(city)s: your account") % {"city": here.name}, text.strip() + "\n", None, [user.email]
            )
            sent = True
        except OSError:  # smtplib's errors are OSErrors
            messages.error(request, _("The mail could not be sent. Print the link, or show it."))
    context = {"person": user, "address": address, "code": svg(address), "sent": sent, "hours": _hours()}
    return render(request, "staff/invited.html", context)


def _hours() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 3600


@staff(MANAGE_PEOPLE)
@require_safe
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: their roles, giving another, and what to do when they leave or lost their phone."""
    return _shown(request, get_object_or_404(User, pk=pk), RoleForm())


def _shown(request: HttpRequest, user: User, form: RoleForm) -> HttpResponse:
    context = {
        "person": user, "held": held_by(user), "form": form, "second_factor": second_factor.is_set_up(user),
        "is_me": user.pk == request.user.pk, "events": events_of(user), "history": history_of(user),
    }  # fmt: skip
    return render(request, "staff/colleague.html", context)


@staff(MANAGE_PEOPLE)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives or ends a role, closes or reopens the account, or starts it over."""
    user, actor = get_object_or_404(User, pk=pk), actor_of(request.user)
    try:
        match request.POST.get("do"):
            case "give":
                form = RoleForm(request.POST)
                if not form.is_valid():
                    return _shown(request, user, form)
                if chosen := form.chosen():
                    actions.grant_role(actor=actor, user=user, role=chosen[0], scope=chosen[1])
                    messages.success(request, _("The role is given."))
            case "end":
                name, _colon, scope = request.POST.get("held", "").partition(":")
                actions.withdraw_role(actor=actor, user=user, role=name, scope=scope)
                messages.success(request, _("The role is ended."))
            case "close":
                actions.close_account(actor=actor, user=user)
                messages.success(request, _("The account is closed: nobody signs in with it any more."))
            case "reopen":
                actions.reopen_account(actor=actor, user=user)
                messages.success(request, _("The account is open again, with the roles it had."))
            case "start-over":
                actions.start_over(actor=actor, user=user)
                user.refresh_from_db()
                return _invited(request, user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("colleague", pk)


def urls() -> list[URLPattern]:
    """For the authoring room."""
    return [
        path("colleagues/", overview, name="colleagues"),
        path("colleagues/invite/", invite, name="colleague-invite"),
        path("colleagues/<int:pk>/", colleague, name="colleague"),
        path("colleagues/<int:pk>/change/", change, name="colleague-change"),
    ]
