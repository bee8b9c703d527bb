"""Sessions: who is signed in where, ending them from afar, and their end by themselves, without losing a form."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from acasa.foundation.people.browsers import browser_of
from acasa.foundation.people.models import Session, SignInEvent
from acasa.foundation.people.queries import sessions_of
from acasa.foundation.people.sessions import is_over
from acasa.foundation.texts.models import Fact
from tests.test_sign_in import PASSWORD, coded, is_in, signed_in, with_code, with_password
from tests.tools import clock
from tests.tools.signed_in import client_of, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "_open_door")]

COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def _open_door():
    from django.core.cache import cache

    cache.clear()


def later(seconds: int):
    return time_machine.travel(clock.now().timestamp() + seconds, tick=True)


def test_one_sees_where_one_is_signed_in_and_ends_the_other_sessions():
    user = person("editor")
    mine = signed_in(user, headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/150"})
    other = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Version/19 Safari/605"})
    sign_in(other, user)
    page = mine.get("/account/signed-in/").content.decode()
    assert "Firefox, Windows" in page
    assert "This is the browser before you." in page
    for client in (mine, other):
        assert client.cookies[COOKIE].value not in page
    answer = mine.post("/account/signed-in/", {"others": "1"}, follow=True)
    assert "1 session was ended." in answer.content.decode()
    assert not is_in(other)
    assert is_in(mine)
    assert other.get("/cms/").headers["Location"].startswith("/accounts/login/")


def test_one_session_is_ended_by_its_name_and_nobody_elses():
    user, stranger = person("editor"), person("administrator")
    mine, second, theirs = signed_in(user), Client(), Client()
    sign_in(second, user)
    sign_in(theirs, stranger)
    names = {one.session_key: one.name for one in Session.objects.all()}
    mine.post("/account/signed-in/", {"end": names[theirs.cookies[COOKIE].value]})
    assert is_in(theirs)
    mine.post("/account/signed-in/", {"end": names[mine.cookies[COOKIE].value]})
    assert is_in(mine)
    mine.post("/account/signed-in/", {"end": names[second.cookies[COOKIE].value]})
    assert not is_in(second)


def test_the_key_of_a_session_changes_at_sign_in_and_after_the_second_factor():
    user = person("editor")
    client = Client()
    with_password(client, user.email)
    before = client.cookies[COOKIE].value
    with_code(client, coded())
    assert client.cookies[COOKIE].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_and_when_a_second_factor_is_set_up(django_capture_on_commit_callbacks):
    user = person("editor", second_factor=False)
    client = Client()
    with_password(client, user.email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    before, secret = client.cookies[COOKIE].value, client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": coded(secret=secret)})
    assert answer.status_code == 302
    assert not Session.objects.filter(session_key=before).exists()
    assert "factor-added" in SignInEvent.objects.filter(user=user).values_list("kind", flat=True)


def test_after_an_hour_without_a_request_one_signs_in_again_and_comes_back_to_the_page():
    user = person("editor")
    client = signed_in(user)
    with later(3500):
        assert client.get("/cms/facts/").status_code == 200
    with later(3500 + 3500):
        assert client.get("/cms/facts/").status_code == 200
    with later(3500 + 3500 + 3700):
        answer = client.get("/cms/facts/?q=x")
        assert answer.headers["Location"] == "/accounts/login/?next=/cms/facts/%3Fq%3Dx"
        assert not is_in(client)
        assert sessions_of(user) == []
    assert SignInEvent.objects.filter(user=user).order_by("pk").last().kind == "ended"


def test_after_twelve_hours_it_ends_whatever_one_does():
    client = signed_in(person("editor"))
    for half in range(1, 24):
        with later(half * 1800):
            assert client.get("/cms/facts/").status_code == 200, half
    with later(12 * 3600 + 60):
        assert client.get("/cms/facts/").status_code == 302


def test_what_an_open_editor_asks_by_itself_keeps_no_session_alive_and_ends_none():
    user = person("editor")
    client = signed_in(user)
    for minutes in (30, 59):
        with later(minutes * 60):
            client.post("/cms/editing-sessions/ping/guide/guidepage/1/1/", headers={"sec-fetch-mode": "cors"})
    with later(3700):
        ping = client.post(
            "/cms/editing-sessions/ping/guide/guidepage/1/1/", headers={"sec-fetch-mode": "cors"}
        )
        assert ping.status_code == 403
        assert is_in(client)
        assert is_over(client.session)


def test_a_session_of_a_time_still_to_come_is_over():
    with later(2 * 24 * 3600):
        client = signed_in(person("editor"))
        assert client.get("/account/?stay").status_code == 200
    assert client.get("/account/?stay").headers["Location"].startswith("/accounts/login/")


def fact_form() -> tuple[str, dict[str, str]]:
    fact = Fact.objects.filter(kind="money").first()
    return f"/cms/facts/{fact.slug}/", {"note": "Two\nlines & <signs>", "csrfmiddlewaretoken": "x"}


def test_a_form_that_comes_after_the_end_is_not_lost():
    user = person("editor")
    client = signed_in(user)
    address, form = fact_form()
    with later(3700):
        answer = client.post(address, form)
        assert answer.headers["Location"] == "/accounts/login/?next=/account/unsaved/"
        assert not is_in(client)
        form_of_sign_in = {"login": user.email, "password": PASSWORD, "next": "/account/unsaved/"}
        client.post("/accounts/login/", form_of_sign_in)
        for offset in (0, 1, -1):
            if (back := with_code(client, coded(offset))).status_code == 302:
                break
        assert is_in(client)
        assert back.headers["Location"] == "/account/unsaved/"
        page = client.get("/account/unsaved/").content.decode()
        assert f'action="{address}"' in page
        assert "Two\nlines &amp; &lt;signs&gt;" in page
        assert 'value="x"' not in page
        client.post(address, {"note": "now"})
        assert client.get("/account/unsaved/").status_code == 302


def test_and_is_shown_to_nobody_else():
    client = signed_in(person("editor"))
    address, form = fact_form()
    with later(3700):
        client.post(address, form)
        sign_in(client, person("administrator"))
        assert client.get("/account/unsaved/").status_code == 302
        assert "Two" not in str(dict(client.session))


def test_a_form_with_more_than_a_session_holds_is_not_kept():
    client = signed_in(person("editor"))
    address, form = fact_form()
    with later(3700):
        answer = client.post(address, form | {"note": "x" * 600_000})
        assert answer.headers["Location"].startswith("/accounts/login/?next=/cms/facts/")
        assert "unsaved" not in client.session


def test_what_was_kept_can_be_left():
    client = signed_in(person("editor"))
    session = client.session
    session["unsaved"] = {"user": int(session["_auth_user_id"]), "address": "/cms/", "fields": [["a", "b"]]}
    session.save()
    assert client.get("/account/unsaved/").status_code == 200
    client.post("/account/unsaved/")
    assert client.get("/account/unsaved/").status_code == 302


@pytest.mark.parametrize("address", ["/account/signed-in/", "/account/unsaved/"])
def test_ones_own_pages_are_for_nobody_else(address):
    assert Client().get(address).headers["Location"].startswith("/accounts/login/")
    assert client_of("no-role").get("/account/signed-in/")["Cache-Control"] == "no-store"


def cookies_behind(base_url: str) -> str:
    script = (
        "from django.conf import settings as s; import django; django.setup();"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH,"
        " s.SESSION_COOKIE_DOMAIN)"
    )
    environment = os.environ | {"ACASA_BASE_URL": base_url, "DJANGO_SETTINGS_MODULE": "acasa.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_behind_tls_cookies_belong_to_this_host_alone():
    expected = "__Host-acasa-session __Host-acasa-csrf True True True True Lax / None"
    assert cookies_behind("https://acasa.example.org") == expected
    assert cookies_behind("http://127.0.0.1:8000").startswith(
        "acasa-session acasa-csrf False False True True"
    )


def test_cookies_are_not_read_by_scripts_nor_sent_by_other_sites():
    client = Client()
    client.get("/accounts/login/")
    with_password(client, person("editor").email)
    assert {COOKIE, settings.CSRF_COOKIE_NAME} <= set(client.cookies)
    for name in (COOKIE, settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("agent", "says"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/150 Safari/537 Edg/150", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/150 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent, says):
    assert browser_of(agent) == says


def test_a_form_that_stood_open_since_another_sign_in_says_what_to_do():
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "ar"})
    sign_in(client, person("editor", language="ro"))
    answer = client.post("/cms/account/", {"csrfmiddlewaretoken": "of before"})
    assert answer.status_code == 403
    assert "Nu s-a salvat nimic: acest formular a fost deschis" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
