"""The door: tries are limited, recovery does not pass by the second factor, and what happens is kept and told."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache, caches
from django.db import DatabaseError, connection, transaction
from django.test import Client

from acasa.foundation.guard.actor import SYSTEM
from acasa.foundation.people.actions import create_account, forget_old_events, grant_role
from acasa.foundation.people.grants import ADMINISTRATOR
from acasa.foundation.people.models import Session, SignInEvent, User
from acasa.foundation.texts.grants import EDITOR
from acasa.foundation.web.jobs import forget_old_sign_ins
from tests.tools.databases import acasa, database_copy
from tests.tools.signed_in import client_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "_open_door")]

PASSWORD = "correct horse battery"
ANOTHER = "lampion vioara cascada nisip"
SECRET = "JBSWY3DPEHPK3PXP"
Kind = SignInEvent.Kind


@pytest.fixture
def _open_door():
    cache.clear()
    yield
    caches["process"].clear()


def coded(offset: int = 0, secret: str = SECRET) -> str:
    """A code of the present half minute, or of one beside it: each is good once."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1 + offset]))


def wrong_code() -> str:
    good = {coded(offset) for offset in (-1, 0, 1)}
    return next(code for code in ("111111", "222222", "333333", "444444") if code not in good)


def with_password(client: Client, email: str, password: str = PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def with_code(client: Client, code: str):
    return client.post("/accounts/2fa/authenticate/", {"code": code})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def signed_in(user: User, **extra) -> Client:
    """A client that came in by password and code."""
    client = Client(**extra)
    assert with_password(client, user.email).headers["Location"].startswith("/accounts/2fa/authenticate/")
    for offset in (0, 1, -1):
        if with_code(client, coded(offset)).status_code == 302:
            break
    assert is_in(client)
    return client


def kinds(user: User | None) -> list[str]:
    return list(SignInEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


# Limits


def test_wrong_passwords_lock_one_account_and_no_other_behind_the_same_address():
    editor, administrator = person("editor"), person("administrator")
    for number in range(10):
        assert with_password(Client(), editor.email, f"wrong {number}").status_code == 200
    locked = Client()
    answer = with_password(locked, editor.email)
    assert not is_in(locked)
    assert "blocat un sfert de oră" in answer.content.decode()
    assert "un administrator vă poate da imediat un link nou" in answer.content.decode()
    assert with_password(Client(), administrator.email).status_code == 302
    assert with_password(Client(), editor.email.upper()).status_code == 200
    assert kinds(editor) == [Kind.REFUSED] * 10 + [Kind.LOCKED]


def test_wrong_passwords_from_elsewhere_lock_nobody_out_of_a_place_where_they_have_signed_in():
    editor = person("editor")
    signed_in(editor)
    for number in range(10):
        elsewhere = f"2001:db8:{number}::1"  # nor does a new network each time help
        assert with_password(Client(), editor.email, "wrong", REMOTE_ADDR=elsewhere).status_code == 200
    stranger = with_password(Client(), editor.email, REMOTE_ADDR="2001:db8:99::1")
    assert "blocat" in stranger.content.decode()
    assert with_password(Client(), editor.email).status_code == 302
    assert kinds(editor) == [Kind.SIGNED_IN] + [Kind.REFUSED] * 10 + [Kind.LOCKED]


def test_a_place_where_somebody_signed_in_has_ten_tries_too():
    editor = person("editor")
    signed_in(editor)
    for number in range(10):
        with_password(Client(), editor.email, f"wrong {number}")
    assert "blocat" in with_password(Client(), editor.email).content.decode()
    assert with_password(Client(), editor.email, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_the_addresses_of_one_ipv6_network_are_one_place():
    for number in range(5):
        Client().post("/accounts/login/", {"login": f"n{number}@example.org", "password": "wrong"},
                      REMOTE_ADDR=f"2001:db8::{number + 1:x}")  # fmt: skip
    assert SignInEvent.objects.values("place").distinct().count() == 1


def test_the_count_is_one_for_all_host_names_of_the_house(settings):
    settings.ALLOWED_HOSTS = ["*"]
    editor = person("editor")
    for number in range(10):
        with_password(Client(), editor.email, "wrong", headers={"host": f"n{number}.example.org"})
    assert "blocat" in with_password(Client(), editor.email).content.decode()


def test_one_address_gets_a_hundred_tries_at_all_accounts_together(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "1000/m/ip"}
    for number in range(100):
        with_password(Client(), f"n{number}@example.org", "wrong")
    user = person("editor")
    assert "blocat" in with_password(Client(), user.email).content.decode()
    assert kinds(user) == []  # nobody tells a person of a lock that is not theirs
    assert with_password(Client(), user.email, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_the_count_survives_a_new_process():
    tries = """
from django.test import Client
from acasa.foundation.people.models import SignInEvent
for number in range({count}):
    answer = Client().post("/accounts/login/", {{"login": "a@example.org", "password": "wrong"}})
print(SignInEvent.objects.filter(kind="refused").count(), b"blocat" in answer.content)
"""
    with database_copy("test_locks") as name:
        first = acasa("shell", "-v0", "-c", tries.format(count=6), database=name)
        assert first.stdout.split() == ["6", "False"], first.stderr
        second = acasa("shell", "-v0", "-c", tries.format(count=5), database=name)
        assert second.stdout.split() == ["10", "True"], second.stderr


def test_wrong_codes_of_the_second_factor_and_wrong_recovery_codes_lock_too():
    user = person("editor")
    RecoveryCodes.activate(user)
    client = Client()
    with_password(client, user.email)
    for number in range(10):
        code = wrong_code() if number % 2 else "00000000"
        assert with_code(client, code).status_code == 200
    answer = with_code(client, coded())
    assert "blocat un sfert de oră" in answer.content.decode()
    assert not is_in(client)
    assert kinds(user) == [Kind.WRONG_CODE] * 10 + [Kind.LOCKED]


def test_asking_for_a_new_password_is_limited_and_says_how_long_to_wait():
    user = person("editor")
    answers = [Client().post("/accounts/password/reset/", {"email": user.email}) for _again in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "un sfert de oră" in answers[-1].content.decode()
    assert answers[-1]["Cache-Control"] == "no-store"
    assert len([sent for sent in mail.outbox if user.email in sent.to]) == 5


def test_where_no_mail_is_set_up_nobody_is_told_that_one_was_sent(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    answer = Client().post("/accounts/password/reset/", {"email": person("editor").email})
    assert answer.status_code == 200
    assert "Cereți unui administrator" in answer.content.decode()


def test_no_tried_address_of_mail_or_network_stands_in_any_table_or_log(caplog):
    caplog.set_level("DEBUG")
    address, mine = "unknown.person@example.net", "198.51.100.77"
    for _again in range(11):
        with_password(Client(), address, "wrong", REMOTE_ADDR=mine)
    Client().post("/accounts/password/reset/", {"email": address}, REMOTE_ADDR=mine)
    signed_in(person("editor"), REMOTE_ADDR=mine)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS entry WHERE entry::text LIKE %s OR entry::text LIKE %s',
                [f"%{address}%", f"%{mine}%"],
            )
            assert cursor.fetchone()[0] == 0, table
    said = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert address not in said
    assert mine not in said


# Recovery


def test_a_password_reset_by_mail_gives_no_session_and_leaves_the_second_factor():
    user = person("editor")
    elsewhere = signed_in(user)
    Client().post("/accounts/password/reset/", {"email": user.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    client = Client()
    page = client.get(link).headers["Location"]
    answer = client.post(page, {"password1": ANOTHER, "password2": ANOTHER})
    assert answer.status_code == 302
    assert not is_in(client)
    assert client.get("/cms/").headers["Location"].startswith("/accounts/login/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert not is_in(elsewhere)
    assert with_password(client, user.email, ANOTHER).headers["Location"].startswith("/accounts/2fa/")
    assert not is_in(client)
    assert Kind.PASSWORD_RESET in kinds(user)


def test_a_recovery_code_works_once_and_its_use_is_told(django_capture_on_commit_callbacks):
    user = person("editor")
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    client = Client()
    with_password(client, user.email)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert with_code(client, code).status_code == 302
    assert is_in(client)
    assert "recovery code used" in mail.outbox[0].subject
    assert mail.outbox[0].to == [user.email]
    again = Client()
    with_password(again, user.email)
    assert with_code(again, code).status_code == 200
    assert not is_in(again)
    assert Kind.CODE_USED in kinds(user)


def reauthenticated(user: User) -> Client:
    client = signed_in(user)
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302
    return client


def test_who_has_a_role_cannot_remove_the_last_second_factor():
    user = person("editor")
    client = reauthenticated(user)
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert "set up another one first" in answer.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": "Key", "credential": {}})


def test_nor_the_last_passkey():
    user = person("editor")
    client = reauthenticated(user)
    Authenticator.objects.filter(user=user).delete()
    key = passkey(user)
    answer = client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert answer.headers["Location"] == "/accounts/2fa/webauthn/"
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_one_of_two_factors_may_go_and_is_told(django_capture_on_commit_callbacks):
    user = person("editor")
    client = reauthenticated(user)
    key = passkey(user)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").status_code == 302
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    assert Kind.FACTOR_REMOVED in kinds(user)
    assert "second factor removed" in mail.outbox[-1].subject


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
    ],
)
def test_the_second_factor_is_changed_only_after_the_password_is_given_again(address):
    client = signed_in(person("editor"))
    for answer in (client.get(address), client.post(address)):
        assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_a_password_is_changed_only_with_the_present_one_and_ends_other_sessions(
    django_capture_on_commit_callbacks,
):
    user = person("editor")
    mine, other = signed_in(user), Client()
    other.force_login(user)
    form = {"oldpassword": "wrong", "password1": ANOTHER, "password2": ANOTHER}
    assert mine.post("/accounts/password/change/", form).status_code == 200
    assert is_in(other)
    with django_capture_on_commit_callbacks(execute=True):
        answer = mine.post("/accounts/password/change/", form | {"oldpassword": PASSWORD})
    assert answer.status_code == 302
    assert is_in(mine)
    assert not is_in(other)
    assert Kind.PASSWORD_CHANGED in kinds(user)
    assert "password changed" in mail.outbox[-1].subject


# Events and notices


def test_failures_and_sign_ins_are_kept_and_shown_to_the_person_and_to_administrators():
    user = person("editor")
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"
    with_password(Client(), user.email, "wrong", headers={"user-agent": firefox})
    with_password(Client(), "nobody@example.org", "wrong")
    client = signed_in(user, headers={"user-agent": firefox})
    assert kinds(user) == [Kind.REFUSED, Kind.SIGNED_IN]
    assert kinds(None) == [Kind.REFUSED]
    assert SignInEvent.objects.filter(browser="Firefox, Linux").count() == 2
    own = client.get("/account/signed-in/").content.decode()
    theirs = client_of("administrator").get(f"/cms/colleagues/{user.pk}/").content.decode()
    for page in (own, theirs):
        assert "signed in" in page
        assert "wrong password" in page
        assert "Firefox, Linux" in page
    client.post("/accounts/logout/")
    assert kinds(user)[-1] == Kind.ENDED


def test_a_sign_in_is_told_once_for_each_place_and_browser(django_capture_on_commit_callbacks):
    user = person("editor")
    told = []
    for place, agent in [("192.0.2.1", "Firefox"), ("192.0.2.1", "Firefox"), ("192.0.2.2", "Firefox")]:
        mail.outbox.clear()
        cache.clear()
        with django_capture_on_commit_callbacks(execute=True):
            signed_in(user, REMOTE_ADDR=place, headers={"user-agent": agent})
        told.append([sent.to for sent in mail.outbox])
        assert all(place not in sent.body for sent in mail.outbox)
    assert told == [[[user.email]], [], [[user.email]]]


@pytest.mark.parametrize(
    ("language", "subject", "advice"),
    [
        ("en", "signed in", "If it was not you"),
        ("ro", "conectare", "Dacă nu ați fost dvs."),
        ("", "conectare", "azi"),
    ],
)
def test_a_notice_speaks_the_persons_language_and_not_the_browsers(
    language, subject, advice, django_capture_on_commit_callbacks
):
    user = person("editor", language=language)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(user, headers={"accept-language": "fr"})
    assert mail.outbox[-1].subject == f"Cluj-Napoca: {subject}"
    assert advice in mail.outbox[-1].body
    assert "/account/signed-in/" in mail.outbox[-1].body


def test_a_mail_server_that_is_away_keeps_nobody_out(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        assert is_in(signed_in(person("editor")))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_signinevent SET kind = 'ended'",
        "UPDATE people_signinevent SET at = '2000-01-01'",
        "TRUNCATE people_signinevent",
        "ALTER TABLE people_signinevent DISABLE ROW LEVEL SECURITY",
        "DROP POLICY acasa_forget ON people_signinevent",
    ],
)
def test_the_serving_role_changes_no_event(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_and_deletes_none_before_its_time():
    user = person("editor")
    old = SignInEvent.objects.create(kind=Kind.SIGNED_IN, user=user, at=datetime(2020, 1, 1, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_signinevent (at, kind, user_id, place, browser)"
            " VALUES (now() - interval '170 days', 'refused', NULL, '', ''), (now(), 'signed-in', %s, '', '')",
            [user.pk],
        )
        cursor.execute("DELETE FROM people_signinevent")
        assert cursor.rowcount == 1
    assert not SignInEvent.objects.filter(pk=old.pk).exists()
    assert SignInEvent.objects.count() == 2


def test_events_are_forgotten_after_half_a_year():
    user = person("editor")
    SignInEvent.objects.create(kind=Kind.SIGNED_IN, user=user, at=datetime(2020, 1, 1, tzinfo=UTC))
    SignInEvent.objects.create(kind=Kind.SIGNED_IN, user=user)
    forget_old_sign_ins(timestamp=0)
    assert kinds(user) == [Kind.SIGNED_IN]
    assert forget_old_events() == 0


def test_what_administrators_do_is_in_the_audit_trail_and_shown_on_the_colleagues_page():
    user = create_account(actor=SYSTEM, email="dan@example.org", password=PASSWORD)
    boss = person("administrator")
    client = signed_in(boss)
    address = f"/cms/colleagues/{user.pk}/"
    for form in (
        {"do": "give", "gives": "editor"},
        {"do": "end", "held": "editor:"},
        {"do": "close"},
        {"do": "reopen"},
    ):
        assert client.post(f"{address}change/", form).status_code == 302
    assert client.post(f"{address}change/", {"do": "start-over"}).status_code == 200
    page = client.get(address).content.decode()
    history = page[page.index("What was done with this account") :]
    for what in (
        "gave the role editor",
        "ended the role editor",
        "closed the account",
        "opened the account again",
        "took the password away, for a new start",
    ):
        row = next(row for row in history.split("<tr>") if what in row)
        assert f"<td>{boss}</td>" in row
    made = next(row for row in history.split("<tr>") if "made the account" in row)
    assert "a command on the server" in made


@pytest.mark.parametrize("do", ["close", "end", "start-over"])
def test_closing_ending_all_roles_and_starting_over_end_the_sessions_at_once(do):
    user = create_account(actor=SYSTEM, email="dan@example.org", password=PASSWORD)
    grant_role(actor=SYSTEM, user=user, role=EDITOR)
    theirs = Client()
    theirs.force_login(user)
    client = client_of("administrator")
    client.post(f"/cms/colleagues/{user.pk}/change/", {"do": do, "held": "editor:"})
    assert not Session.objects.filter(user=user).exists()
    assert not is_in(theirs)
    assert Kind.ENDED in kinds(user)


def test_a_role_of_two_that_ends_leaves_the_session():
    user = create_account(actor=SYSTEM, email="dan@example.org", password=PASSWORD)
    for role in (EDITOR, ADMINISTRATOR):
        grant_role(actor=SYSTEM, user=user, role=role)
    theirs = Client()
    theirs.force_login(user)
    client_of("administrator").post(f"/cms/colleagues/{user.pk}/change/", {"do": "end", "held": "editor:"})
    assert is_in(theirs)
