"""Passwords that can be guessed, secrets at rest, time limits of the serving process, and whom to tell of a hole."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils.translation import override

from acasa.foundation.city.models import Team
from acasa.foundation.city.queries import local_now
from acasa.foundation.guard.sealing import CannotOpen, is_sealed_anew, seal, unseal
from acasa.foundation.people.actions import seal_all
from acasa.foundation.people.models import User
from tests.test_sign_in import ANOTHER, PASSWORD, SECRET, is_in, signed_in
from tests.tools.databases import SOCKET
from tests.tools.signed_in import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

ANA = User(first_name="Ana", last_name="Moldovan", email="ana.moldovan@primaria.example")


def refusal(password: str, user: User = ANA) -> str:
    try:
        with override("en"):
            validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("AnaMoldovan2026", "Your name"),
        ("primariamoldovan", "Your name"),
        ("ClujNapoca2026", "city"),
        ("acasaacasaacasa", "again"),
        ("qwertyuiop[]asdf", "side by side"),
        ("abcdefghijklmnop", "Rows"),
        ("princess1princess1", "again"),
        ("iloveyou12345!", "stolen"),
        ("P@ssw0rdP@ssw0rd", "again"),
        ("12.05.1985 1985", "Dates"),
    ],
)
def test_a_password_that_others_would_guess_is_refused_in_words(password, because):
    said = refusal(password)
    assert because in said, said
    assert "Take four or more words" in said


@pytest.mark.parametrize(
    "password",
    [ANOTHER, PASSWORD, "umbrelă violetă 48 pisici dorm", "x9!Lq2#vTr8@wZ", "ț" * 3 + "kăîâq vreme șoim"],
)
def test_one_that_nobody_guesses_is_taken(password):
    assert refusal(password) == ""


def test_a_very_long_password_is_looked_at_in_part_and_taken():
    assert refusal("lampion vioara cascada nisip " * 40) == ""


def test_the_form_refuses_a_leaked_password_in_romanian():
    cache.clear()
    user = person("editor", language="ro")
    client = signed_in(user)
    form = {"oldpassword": PASSWORD, "password1": "parolaparola123", "password2": "parolaparola123"}
    answer = client.post("/accounts/password/change/", form)
    assert answer.status_code == 200
    assert "Alegeți patru sau mai multe cuvinte" in answer.content.decode()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


# Secrets at rest


def secret_of(user: User) -> str:
    return Authenticator.objects.get(user=user, type="totp").data["secret"]


def test_secrets_of_second_factors_are_sealed_in_the_database():
    user = person("editor")
    RecoveryCodes.activate(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [user.pk])
        for (data,) in cursor.fetchall():
            assert SECRET not in data
            assert "sealed:" in data


def test_a_secret_from_before_sealing_opens_the_door_and_is_sealed():
    cache.clear()
    user = person("editor")
    Authenticator.objects.filter(user=user).update(data={"secret": SECRET})
    assert is_in(signed_in(user))
    assert seal_all() == 1
    assert unseal(secret_of(user)) == SECRET
    assert secret_of(user).startswith("sealed:")
    assert seal_all() == 0


def test_the_command_seals_and_says_how_many(capsys, settings):
    user = person("editor")
    Authenticator.objects.filter(user=user).update(data={"secret": SECRET})
    for said in ("Sealed 1.", "All were sealed."):
        call_command("seal")
        assert capsys.readouterr().out.strip() == said
    settings.SECRET_KEY = "another key, which is long enough to be taken for one"
    with pytest.raises(CommandError, match="ACASA_SECRET_KEY_BEFORE"):
        call_command("seal")


def test_the_key_is_changed_without_losing_a_secret(settings):
    cache.clear()
    user = person("editor")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, which is long enough to be taken for one"
    assert is_in(signed_in(user))
    assert not is_sealed_anew(secret_of(user))
    seal_all()
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(secret_of(user)) == SECRET


def test_without_its_key_a_secret_says_what_to_do(settings):
    sealed = seal("x")
    settings.SECRET_KEY = "another key, which is long enough to be taken for one"
    with pytest.raises(CannotOpen, match="ACASA_SECRET_KEY_BEFORE"):
        unseal(sealed)


def test_a_sealed_secret_that_was_changed_is_not_opened():
    sealed = seal("x")
    with pytest.raises(CannotOpen):
        unseal(sealed[:-4] + ("AAA=" if not sealed.endswith("AAA=") else "BBB="))


# Time limits


def limits(**environment: str) -> str:
    script = """
import django
django.setup()
from django.core.management import CommandError, call_command
from django.db import connection
with connection.cursor() as cursor:
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        cursor.execute(f"SHOW {name}")
        print(cursor.fetchone()[0])
"""
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "acasa.site.settings",
        "DATABASE_URL": f"postgresql://acasa_app@/{name}?host={SOCKET}",
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.split())


def test_statements_of_the_web_server_end_and_those_of_commands_may_take_their_time():
    assert limits(ACASA_SERVES="1") == "30s 10s 1min"
    assert limits(ACASA_SERVES="0") == "0 0 0"


def test_a_city_may_give_its_own_limits():
    name = connection.settings_dict["NAME"]
    address = f"postgresql://acasa_app@/{name}?host={SOCKET}&options=-c%20statement_timeout%3D5s"
    assert limits(ACASA_SERVES="1", DATABASE_URL=address) == "5s 10s 1min"


def test_nobody_but_its_own_account_reaches_the_embedded_database():
    assert os.stat(SOCKET).st_mode & 0o077 == 0
    with connection.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone()[0] == ""


def test_what_the_web_server_runs_says_that_it_serves():
    from pathlib import Path

    from acasa.site import serve, settings

    assert 'os.environ["ACASA_SERVES"] = "1"' in (Path(settings.SOURCE) / "wsgi.py").read_text()
    assert any("acasa.site.wsgi" in word for word in serve.web_command("127.0.0.1", 1, workers=1))


# Whom to tell


def told() -> dict[str, str]:
    answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


def test_who_finds_a_hole_learns_whom_to_tell(settings):
    Team.objects.update(email="")
    assert told()["Contact"].endswith("/ro/report/")
    Team.objects.filter(pk=Team.objects.order_by("pk").first().pk).update(email="team@example.org")
    assert told()["Contact"] == "mailto:team@example.org"
    settings.SECURITY_CONTACT = "security@example.org"
    fields = told()
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Preferred-Languages"] == "ro, en"
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    left = datetime.fromisoformat(fields["Expires"]) - local_now()
    assert timedelta(days=360) < left <= timedelta(days=366)
