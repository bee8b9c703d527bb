"""Colleagues: invited with a link, given roles, closed, started over; every button and what is refused."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from acasa.foundation.people.models import RoleGrant, User
from acasa.foundation.people.second_factor import is_set_up
from tests.tools.databases import acasa, database_copy
from tests.tools.signed_in import client_of, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

NEW = {
    "email": "ion@example.org",
    "first_name": "Ion",
    "last_name": "Popescu",
    "gives": "directory-editor:oss",
}


@pytest.fixture
def administrator() -> Client:
    return client_of("administrator")


def invited(administrator: Client, **changed: str) -> tuple[User, str]:
    """A new colleague, and the path of the link."""
    answer = administrator.post("/cms/colleagues/invite/", {**NEW, **changed})
    assert answer.status_code == 200
    user = User.objects.get(email=changed.get("email", NEW["email"]))
    return user, link(answer)


def link(answer) -> str:
    return re.search(r"https?://[^/<]+(/accounts/password/reset/key/[^<\"]+)", answer.content.decode())[1]


def choose_password(address: str, password: str):
    """A fresh browser that follows the link and types a password twice."""
    client = Client()
    page = client.get(address, follow=True)
    if not page.redirect_chain:
        return client, page
    return client, client.post(
        page.redirect_chain[-1][0], {"password1": password, "password2": password}, follow=True
    )


def set_up_a_factor(client: Client, password: str):
    """Types the password once more, and the code of the secret that the page shows."""
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert page.request["PATH_INFO"] == "/accounts/reauthenticate/", page.redirect_chain
    page = client.post(page.redirect_chain[-1][0], {"password": password}, follow=True)
    assert page.request["PATH_INFO"] == "/accounts/2fa/totp/activate/", page.redirect_chain
    _earlier, now, _later = yield_hotp_counters_from_time()
    code = format_hotp_value(hotp_value(page.context["form"].secret, now))
    with mock.patch(
        "allauth.mfa.totp.internal.flows.transaction.on_commit", lambda what: what()
    ):  # in a test, never
        return client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True)


def change(administrator: Client, user: User, do: str, **more: str):
    return administrator.post(f"/cms/colleagues/{user.pk}/change/", {"do": do, **more}, follow=True)


def test_an_invited_colleague_chooses_a_password_once_and_is_asked_for_a_second_factor(administrator):
    user, address = invited(administrator)
    assert not user.has_usable_password()
    assert RoleGrant.objects.filter(user=user, role="directory-editor", scope="oss").exists()
    client, _answer = choose_password(address, "un cal alb pe deal")
    user.refresh_from_db()
    assert user.check_password("un cal alb pe deal")
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": user.email, "password": "un cal alb pe deal"}, follow=True
    )
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/cms/")["Location"] == "/accounts/2fa/totp/activate/"
    page = set_up_a_factor(client, "un cal alb pe deal")
    assert page.request["PATH_INFO"] == "/accounts/2fa/recovery-codes/", page.redirect_chain
    assert client.get("/cms/").status_code == 200
    _client, answer = choose_password(address, "alt cal negru pe deal")
    user.refresh_from_db()
    assert not user.check_password("alt cal negru pe deal")
    assert user.check_password("un cal alb pe deal"), answer.content


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "editor@example.org"}, "email"),
        ({"email": "EDITOR@Example.org"}, "email"),
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"first_name": ""}, "first_name"),
        ({"last_name": " "}, "last_name"),
        ({"last_name": "x" * 200}, "last_name"),
        ({"first_name": "\x00"}, "first_name"),
        ({"gives": "directory-editor:nothing"}, "gives"),
        ({"gives": "superuser"}, "gives"),
    ],
)
def test_a_wrong_invitation_is_answered_in_words_and_makes_no_account(administrator, changed, field):
    person("editor")
    count = User.objects.count()
    answer = administrator.post("/cms/colleagues/invite/", {**NEW, **changed})
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert User.objects.count() == count


def test_who_is_invited_twice_has_one_account_and_the_second_time_is_refused(administrator):
    invited(administrator)
    answer = administrator.post("/cms/colleagues/invite/", NEW)
    assert "There is an account with this address already" in answer.content.decode()
    assert User.objects.filter(email=NEW["email"]).count() == 1


def test_the_link_goes_by_mail_where_mail_is_set_up(administrator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    _user, address = invited(administrator)
    assert mail.outbox[0].to == [NEW["email"]]
    assert address in mail.outbox[0].body


def test_a_role_is_given_and_ended(administrator):
    user, _address = invited(administrator, gives="")
    assert not user.grants.exists()
    change(administrator, user, "give", gives="editor")
    change(administrator, user, "give", gives="editor")
    assert [grant.role for grant in user.grants.all()] == ["editor"]
    change(administrator, user, "end", held="editor:")
    assert not user.grants.exists()
    answer = change(administrator, user, "give", gives="directory-editor:nothing")
    assert answer.context["form"].errors["gives"]
    assert not user.grants.exists()


def test_the_last_administrator_stays_one(administrator):
    me = User.objects.get(email="administrator@example.org")
    answer = change(administrator, me, "end", held="administrator:")
    assert "make another administrator first" in answer.content.decode()
    assert me.grants.filter(role="administrator").exists()
    invited(administrator, gives="administrator")
    change(administrator, me, "end", held="administrator:")
    assert not me.grants.filter(role="administrator").exists()


def test_nobody_closes_the_own_account(administrator):
    invited(administrator, gives="administrator")
    me = User.objects.get(email="administrator@example.org")
    answer = change(administrator, me, "close")
    assert "You cannot close your own account" in answer.content.decode()
    me.refresh_from_db()
    assert me.is_active


def test_a_closed_account_signs_in_no_more_and_its_sessions_end_at_once(administrator):
    user, client = person("editor"), Client()
    sign_in(client, user)
    assert client.get("/cms/").status_code == 200
    change(administrator, user, "close")
    assert client.get("/cms/")["Location"].startswith("/accounts/login/")
    fresh = Client()
    fresh.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})
    assert fresh.get("/cms/")["Location"].startswith("/accounts/login/")
    change(administrator, user, "reopen")
    user.refresh_from_db()
    assert user.is_active
    assert user.grants.filter(role="editor").exists()


def test_who_starts_over_loses_password_second_factor_and_sessions_and_comes_back_by_the_link(administrator):
    user, client = person("editor"), Client()
    sign_in(client, user)
    assert client.get("/cms/").status_code == 200
    answer = change(administrator, user, "start-over")
    user = User.objects.get(pk=user.pk)
    assert not user.has_usable_password()
    assert not is_set_up(user)
    assert client.get("/cms/")["Location"].startswith("/accounts/login/")
    choose_password(link(answer), "un cal alb pe deal")
    assert User.objects.get(pk=user.pk).check_password("un cal alb pe deal")


def test_a_word_that_no_button_says_changes_nothing(administrator):
    user, _address = invited(administrator)
    for do in ("", "delete", "give", "end"):
        assert change(administrator, user, do).status_code == 200
    assert user.grants.count() == 1
    assert administrator.get("/cms/colleagues/999999/").status_code == 404


def test_colleagues_are_found_without_diacritics(administrator):
    invited(administrator, first_name="Ștefan", last_name="Țăran")
    page = administrator.get("/cms/colleagues/?q=stefan+taran").content.decode()
    assert "Ștefan Țăran" in page
    assert "Nobody is called like that." in administrator.get("/cms/colleagues/?q=zzzz").content.decode()


def test_who_starts_over_or_forgot_the_password_comes_in_again_with_a_new_factor(administrator):
    user, address = invited(administrator)
    choose_password(address, "un cal alb pe deal")
    Client().post("/accounts/password/reset/", {"email": user.email})  # anybody may ask for it
    address = link(change(administrator, user, "start-over"))
    choose_password(address, "alt cal negru pe deal")
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": "alt cal negru pe deal"})
    set_up_a_factor(client, "alt cal negru pe deal")
    assert client.get("/cms/").status_code == 200


def test_the_link_of_an_account_that_was_closed_meanwhile_chooses_nothing(administrator):
    user, address = invited(administrator)
    change(administrator, user, "close")
    choose_password(address, "un cal alb pe deal")
    user.refresh_from_db()
    assert not user.has_usable_password()
    change(administrator, user, "reopen")
    choose_password(address, "un cal alb pe deal")
    user.refresh_from_db()
    assert user.check_password("un cal alb pe deal"), "opened again, the link holds for as long as it does"


AT_ONCE = """
from threading import Barrier, Thread
from django.core.exceptions import ValidationError
from django.db import connection
from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, grant_role, withdraw_role
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.people.models import RoleGrant
RoleGrant.objects.filter(role="administrator").delete()
both = [create_account(actor=SYSTEM, email=f"{name}@example.org", password=None) for name in "ab"]
for _time in range(8):
    for user in both:
        grant_role(actor=SYSTEM, user=user, role=ADMINISTRATOR)
    together, outcomes = Barrier(2), []
    def end(user):
        together.wait()
        try:
            withdraw_role(actor=SYSTEM, user=user, role="administrator")
            outcomes.append("ended")
        except ValidationError:
            outcomes.append("refused")
        connection.close()
    threads = [Thread(target=end, args=(user,)) for user in both]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    print(*sorted(outcomes), RoleGrant.objects.filter(role="administrator").count())
"""


def test_two_administrators_who_end_each_others_role_at_once_leave_one():
    with database_copy("test_last_administrator") as name:
        said = acasa("shell", "-v0", "-c", AT_ONCE, database=name)
    assert said.stdout.splitlines() == ["ended refused 1"] * 8, said.stderr
