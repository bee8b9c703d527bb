"""What guards readers and staff: headers, roles of the database, the audit trail, limits, logs."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import DatabaseError, connection, transaction
from django.test import Client

from acasa.foundation.guard.actor import SYSTEM, Actor, acting
from acasa.foundation.guard.database import serving_role_faults
from acasa.foundation.guard.declared import Undeclared, audited_tables, declaration
from acasa.foundation.guard.models import AuditEntry
from acasa.foundation.people.actions import create_account, grant_role
from acasa.foundation.people.queries import actor_of
from acasa.foundation.texts.actions import change_fact
from acasa.foundation.texts.grants import EDITOR
from acasa.foundation.texts.models import Fact
from acasa.information.directory.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.mark.parametrize(
    "path", ["/ro/", "/en/guide/health/family-doctor/", "/ar/places/", "/accounts/login/", "/xx/"]
)
def test_pages_allow_no_script_or_style_of_their_own_and_nothing_from_elsewhere(client, path):
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]
    html = answer.content.decode()
    assert " style=" not in html
    assert " onclick=" not in html
    for script in html.split("<script")[1:]:
        head = script.split(">")[0]
        assert "src=" in head or 'type="application/' in head, head


def test_hsts_is_sent_behind_tls(settings, client):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = Client().get("/ro/", secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


def test_the_serving_role_may_only_serve():
    assert serving_role_faults() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "acasa_app"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE guard_auditentry SET actor = 'nobody'",
        "DELETE FROM guard_auditentry",
        "TRUNCATE guard_auditentry",
        "INSERT INTO guard_auditentry (at, actor, action, \"table\", \"row\") VALUES (now(), 'x', 'x', 'x', 'x')",
        "ALTER TABLE texts_fact DISABLE TRIGGER acasa_audit",
        "DROP TABLE guard_auditentry",
        "CREATE TABLE mine (id int)",
        "SET ROLE acasa_owner",
        "DELETE FROM django_migrations",
        "DELETE FROM wagtailcore_pagelogentry",
        "UPDATE wagtailcore_modellogentry SET deleted = true",
    ],
)
def test_the_serving_role_cannot_touch_the_audit_trail_or_the_tables(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_change_says_who_what_before_and_after():
    user = create_account(actor=SYSTEM, email="ana@example.org", password="correct horse battery")
    grant_role(actor=SYSTEM, user=user, role=EDITOR)
    fact = Fact.objects.filter(kind="money").first()
    before = fact.amount
    change_fact(actor=actor_of(user), fact=fact, amount=777)
    entry = AuditEntry.objects.filter(table="texts_fact", row=fact.slug).order_by("-id").first()
    assert (entry.actor, entry.action) == (f"person:{user.pk}", "update")
    assert (entry.before, entry.after) == ({"amount": float(before)}, {"amount": 777.0}) or (
        float(entry.before["amount"]), float(entry.after["amount"])) == (float(before), 777.0)  # fmt: skip


def test_a_change_that_bypasses_actions_is_recorded_too():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_organisation SET note = 'x' WHERE slug = 'oss'")
    entry = AuditEntry.objects.filter(table="directory_organisation", row="oss").order_by("-id").first()
    assert entry.after == {"note": "x"}


def test_tables_of_libraries_are_recorded_too():
    found = AuditEntry.objects.filter(table__startswith="wagtailcore_").order_by("-id")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM wagtailcore_grouppagepermission")
        assert (found[0].table, found[0].action) == ("wagtailcore_grouppagepermission", "delete")
        cursor.execute("UPDATE wagtailcore_revision SET content = '{}'")
        assert (found[0].table, found[0].action) == ("wagtailcore_revision", "update")


def test_the_actor_ends_with_its_block():
    with transaction.atomic():
        with acting(Actor("person", "1")):
            Organisation.objects.filter(slug="oss").update(note="one")
        with acting(SYSTEM):
            Organisation.objects.filter(slug="oss").update(note="two")
    actors = AuditEntry.objects.filter(table="directory_organisation", row="oss").order_by("-id")[:2]
    assert [entry.actor for entry in actors] == ["system:acasa", "person:1"]


def test_no_secret_stands_in_the_audit_trail():
    create_account(actor=SYSTEM, email="ana@example.org", password="correct horse battery")
    entry = AuditEntry.objects.filter(table="people_user").order_by("-id").first()
    assert "password" not in (entry.after or {})
    assert entry.action in ("insert", "update")


def test_every_table_has_what_its_declaration_says():
    expected = set(audited_tables())  # raises for a model that declares nothing
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'acasa_audit'")
        assert {row[0] for row in cursor.fetchall()} == expected


@pytest.mark.parametrize(
    ("module", "says"), [("acasa.somewhere.models", "Audited"), ("library.models", "libraries.py")]
)
def test_a_model_of_which_nothing_is_declared_is_refused(module, says):
    class Bare:
        __module__ = module

        class _meta:
            db_table, auto_created = "somewhere_bare", False

    with pytest.raises(Undeclared, match=says):
        declaration(Bare)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMPORARY TABLE guard_auditentry (LIKE public.guard_auditentry)",
        "CREATE TEMP TABLE x (id int)",
        "SELECT public.acasa_audit()",
        "CREATE FUNCTION pg_temp.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE SCHEMA mine",
    ],
)
def test_the_serving_role_cannot_stand_before_the_audit_function(statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_function_with_the_owners_rights_can_be_called_or_looks_where_a_caller_writes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, has_function_privilege('acasa_app', oid, 'EXECUTE'), array_to_string(proconfig, ';')"
            " FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        found = cursor.fetchall()
    assert found
    for name, callable_, config in found:
        assert not callable_, name
        assert config.endswith("pg_temp"), name


def test_anonymous_forms_are_limited(client):
    caches["process"].clear()
    codes = [
        client.post("/en/guide/health/family-doctor/feedback/", {"useful": "yes"}).status_code
        for _again in range(32)
    ]
    assert codes[:30] == [302] * 30
    assert codes[30:] == [429, 429]
    assert {client.get("/en/report/").status_code for _again in range(70)} == {200}
    caches["process"].clear()


def test_signing_in_is_limited(client):
    cache.clear()
    answers = [
        client.post("/accounts/login/", {"login": "ana@example.org", "password": f"wrong {number}"})
        for number in range(12)
    ]
    # The page of signing in speaks the city's language.
    assert any(answer.status_code == 429 or "Prea multe" in answer.content.decode() for answer in answers)
    cache.clear()


def test_nobody_signs_up(client):
    client.post("/accounts/signup/", {"email": "x@example.org", "password1": "correct horse battery"})
    from acasa.foundation.people.models import User

    assert not User.objects.filter(email="x@example.org").exists()


def test_logs_hold_no_question_and_no_name(capfd):
    import logging

    from acasa.foundation.web import logs

    logs.configure({"level": "INFO"})
    try:
        logging.getLogger("django.request").warning("Not Found: /en/ask/?q=my+secret", extra={"request": "R"})
        line = capfd.readouterr().err.strip().splitlines()[-1]
    finally:
        logs.configure(settings.LOGGING)
    record = json.loads(line)
    assert "secret" not in line
    assert record["level"] == "warning"
