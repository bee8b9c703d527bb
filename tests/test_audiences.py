"""Closed by default: every address, those of libraries included, opens to its audience and to nobody else."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import Resolver404, path, resolve
from wagtail.admin.api.views import PagesAdminAPIViewSet

from acasa.foundation.people.second_factor import is_set_up
from acasa.foundation.web.audience import (
    CLOSED,
    SIGNED_IN,
    Address,
    addresses,
    audience_of,
    refuse_undeclared_views,
    undeclared,
)
from acasa.information.guide.models import GuidePage
from tests.tools.signed_in import STAFF, client_of, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

_STANDS_FOR = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000", "language": "ro"}


def written(route: str) -> str:
    """An address of a route: something stands for everything that changes."""
    text = re.sub(r"<(?:(\w+):)?\w+>", lambda match: _STANDS_FOR.get(match[1] or "str", "x"), route)
    text = re.sub(r"\(\?P<\w+>[^)]*\)", "x1", text)
    return "/" + text.replace("^", "").replace("$", "").replace("\\Z", "").replace(".*", "x")


def reachable() -> list[tuple[str, Address]]:
    """Every address that a written one leads to."""
    found = []
    for address in addresses():
        try:
            match = resolve(written(address.route))
        except Resolver404:
            continue
        if match.func is address.view:
            found.append((written(address.route), address))
    return found


def test_nearly_every_address_can_be_written_so():
    everything = list(addresses())
    assert len(everything) > 250
    assert len(reachable()) > 0.9 * len(everything)


def test_every_view_says_for_whom_it_is():
    assert not undeclared(), (
        "say over each view for whom it is: @everybody, @public_page(reads=…) or @staff(VERB); a library's is classified "
        f"in acasa/site/audiences.py: {undeclared()}"
    )


def test_the_start_is_refused_with_a_view_that_says_for_nobody(settings, monkeypatch):
    from acasa.site import urls

    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("open/", lambda request: None)])
    from django.urls import clear_url_caches

    clear_url_caches()
    try:
        with pytest.raises(ImproperlyConfigured, match="open/"):
            refuse_undeclared_views()
    finally:
        monkeypatch.undo()
        clear_url_caches()


def tried(client: Client, *, only=lambda address: True) -> dict[str, str]:
    """What a client gets at every address of staff, by address: a status, and where it is sent."""
    found = {}
    for written_, address in reachable():
        if only(address):
            answer = client.get(written_)
            found[written_] = f"{answer.status_code} {answer.get('Location', '').split('?')[0]}".strip()
    return found


def for_staff(address: Address) -> bool:
    return address.audience is not None and address.audience.verb is not None


def test_nobody_who_is_not_signed_in_opens_an_address_of_staff():
    answers = tried(Client(), only=for_staff)
    assert len(answers) > 100
    assert set(answers.values()) == {"302 /accounts/login/"}


def test_who_has_no_role_opens_no_address_of_staff():
    client = Client()
    user = person("no-role")
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    sign_in(client, user)
    assert set(tried(client, only=for_staff).values()) == {"403"}


@pytest.mark.parametrize("role", STAFF)
def test_a_second_factor_that_was_not_used_at_this_sign_in_opens_nothing(role):
    user = person(role)
    assert is_set_up(user)
    for written_, address in reachable():
        if for_staff(address) or address.audience is SIGNED_IN:
            client = Client()
            client.force_login(user)
            assert client.get(written_).headers["Location"].startswith("/accounts/login/"), written_
            assert "_auth_user_id" not in client.session
            break
    client = Client()
    client.force_login(user)
    client.get("/cms/")
    assert client.get("/account/").status_code == 302


def test_without_any_second_factor_every_address_of_staff_leads_to_its_setup():
    answers = tried(client_of("editor", second_factor=False), only=for_staff)
    assert set(answers.values()) == {"302 /accounts/2fa/totp/activate/"}


def test_what_a_library_offers_and_we_do_not_is_not_there():
    client = client_of("administrator")
    answers = tried(client, only=lambda address: address.audience is CLOSED)
    assert len(answers) > 40
    assert set(answers.values()) == {"404"}


def test_wagtails_interface_publishes_copies_and_moves_nothing():
    answers = {
        action: client_of("editor").post(
            f"/cms/api/main/pages/{GuidePage.objects.live()[0].pk}/action/{action}/"
        )
        for action in PagesAdminAPIViewSet.actions
    }
    assert {answer.status_code for answer in answers.values()} == {404}


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [("/cms/login/", "/accounts/login/"), ("/cms/password_reset/", "/accounts/password/reset/")],
)
def test_wagtails_own_ways_in_lead_to_ours(address, leads_to):
    assert Client().get(address).headers["Location"] == leads_to
    data = {"username": "editor@example.org", "password": "correct horse battery"}
    person("editor")
    client = Client()
    assert client.post(address, data).status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_password_alone_does_not_open_the_room(settings):
    user = person("editor")
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/cms/").headers["Location"].startswith("/accounts/login/")


def test_what_is_one_persons_is_never_kept_on_its_way():
    client = client_of("editor")
    for written_ in (
        "/cms/",
        "/cms/today/",
        "/account/?stay",
        "/accounts/2fa/",
        "/accounts/password/change/",
    ):
        answer = client.get(written_)
        assert answer["Cache-Control"] == "no-store", written_
        assert "X-Acasa-Public" not in answer, written_
    assert Client().get("/accounts/login/")["Cache-Control"] == "no-store"
    assert Client().get("/ro/")["X-Acasa-Public"] == "1"


def test_a_mediator_lands_on_the_own_account_and_goes_in_no_circle():
    client = client_of("mediator")
    answer = client.get("/cms/")
    assert answer.status_code == 403
    assert 'href="/account/?stay"' in answer.content.decode()
    assert client.get(settings.LOGIN_REDIRECT_URL and "/account/").status_code == 200


def test_every_role_may_open_what_its_verbs_say(names_of_screens):
    for address, verb in names_of_screens.items():
        assert audience_of(resolve(address)).verb.name == verb


@pytest.fixture
def names_of_screens() -> dict[str, str]:
    return {
        "/cms/": "open-authoring-room", "/cms/facts/": "edit-facts", "/cms/pages/": "edit-guide",
        "/cms/snippets/directory/place/": "edit-directory", "/cms/snippets/choose/directory/service/": "edit-guide",
        "/cms/snippets/pathway/step/": "edit-path", "/cms/colleagues/": "manage-people", "/cms/path/": "edit-path",
        "/cms/reports/site-history/": "edit-guide", "/cms/bulk/directory/place/delete/": "edit-guide",
    }  # fmt: skip
