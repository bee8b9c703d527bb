"""People of every role, signed in: in Django's client, and in a browser with one session a role."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from wagtail.users.models import UserProfile

from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, grant_role
from acasa.foundation.people.models import User
from acasa.foundation.people.roles import role as role_named
from acasa.foundation.people.second_factor import is_set_up

from .databases import acasa

STAFF = ("mediator", "directory-editor", "editor", "administrator")
ROLES = ("anonymous", "no-role", *STAFF)
SCOPES = {"mediator": "ar", "directory-editor": "oss"}


def person(role: str, *, second_factor: bool = True, language: str = "en") -> User:
    """An account with a role; who works with people has a second factor, unless the test asks for none.

    It speaks English; without a language, the city's.
    """
    user = create_account(actor=SYSTEM, email=f"{role}@example.org", password="correct horse battery")
    if role in STAFF:
        grant_role(actor=SYSTEM, user=user, role=role_named(role), scope=SCOPES.get(role, ""))
    if second_factor and role in STAFF and not is_set_up(user):
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return User.objects.get(pk=user.pk)


def client_of(role: str, **options) -> Client:
    """A client in which a new person of a role is signed in; ``anonymous`` is nobody."""
    client = Client()
    if role != "anonymous":
        sign_in(client, person(role, **options))
    return client


def sign_in(client: Client, user: User) -> None:
    """Signs a person in, with the second factor where they have one."""
    client.force_login(user)
    if is_set_up(user):
        session = client.session
        session["second_factor_set_up"] = user.pk
        session.save()


_sessions: dict[tuple[str, str], list] = {}


def sign_in_by_hand(page, site, name: str) -> None:
    """With password and code in the browser; a role that signed in before comes back with its session."""
    if (site.root, name) in _sessions:
        page.context.add_cookies(_sessions[site.root, name])
        page.goto(site.root + "/cms/")
        return
    page.goto(site.root + "/accounts/login/")
    page.locator("input[name=login]").fill(f"{name}@acasa.example")
    page.locator("input[name=password]").fill(_told(site, name, "--list"))
    page.locator("button[type=submit], form button").first.click()
    for _try in range(3):  # a code ends with its half minute, sometimes between reading and typing it
        page.locator("input[name=code]").fill(_told(site, name, "--codes"))
        page.locator("form button").first.click()
        page.wait_for_load_state()
        if "/cms/" in page.url:
            break
    assert "/cms/" in page.url
    page.goto(site.root + "/cms/account/")
    page.locator("select[name=locale-preferred_language]").select_option("en")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    _sessions[site.root, name] = page.context.cookies()


def _told(site, name: str, what: str) -> str:
    """The password or the code of a demonstration account, as `acasa demonstration` tells it."""
    told = acasa("demonstration", what, database=site.database, ACASA_DEMONSTRATION="1").stdout
    return next(line.split()[1] for line in told.splitlines() if line.strip().startswith(name))
