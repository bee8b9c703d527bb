"""The ``acasa`` command as people run it: backup and restore, a second city, wrong settings."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.loader import MigrationLoader

from acasa.foundation.postgres import embedded
from acasa.foundation.postgres.tables import models_ahead
from tests.tools.databases import REPOSITORY, SOCKET, acasa, bring_up, database_copy

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def rows(database: str, query: str) -> list:
    with psycopg.connect(host=SOCKET, user="postgres", dbname=database) as connection:
        return connection.execute(query).fetchall()


def tables(database: str) -> dict[str, tuple[int, str]]:
    """The tables with how many rows they have, and a fingerprint of all that stands in them."""
    names = rows(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    content = "SELECT count(*), md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM \"{}\" t"
    return {name: rows(database, content.format(name))[0] for (name,) in names}


def command(*arguments: str, **options: str) -> str:
    """What a command of ours prints, in this process and on this test's database."""
    said = io.StringIO()
    call_command(*arguments, **options, stdout=said, stderr=said)
    return said.getvalue()


def test_a_backup_is_restored_whole_into_an_empty_database(tmp_path):
    file = tmp_path / "acasa.backup"
    with database_copy(f"from_{WORKER}") as source, database_copy(f"to_{WORKER}", empty=True) as target:
        saved = acasa("backup", str(file), database=source)
        assert saved.returncode == 0, saved.stderr
        assert file.stat().st_mode & 0o077 == 0
        again = acasa("backup", str(file), database=source)
        assert again.returncode != 0
        assert "exists already" in again.stderr
        restored = acasa("restore", str(file), database=target)
        assert restored.returncode == 0, restored.stderr
        assert tables(source) == tables(target)
        rights = "SELECT has_table_privilege('acasa_app', 'guard_auditentry', 'DELETE')"
        assert rows(target, rights) == [(False,)]
        refused = acasa("restore", str(file), database=target)
        assert "has tables already" in refused.stderr


def test_a_file_that_is_no_backup_restores_nothing(tmp_path):
    file = tmp_path / "not-a-backup"
    file.write_bytes(b"hello")
    with database_copy(f"to_{WORKER}", empty=True) as target:
        done = acasa("restore", str(file), database=target)
        assert "Nothing was restored" in done.stderr
        assert tables(target) == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("cluj")
def test_checks_find_nothing_broken():
    said = command("check")
    assert "0 errors" in said
    assert "is of low confidence" in said


@pytest.fixture(scope="module")
def timisoara(tmp_path_factory):
    """Another city, written by `new-city` and loaded into a database of its own."""
    pack = tmp_path_factory.mktemp("packs") / "timisoara"
    with database_copy(f"second_{WORKER}", empty=True) as database:
        done = acasa("new-city", "Timișoara", "--folder", str(pack), database=database)
        assert done.returncode == 0, done.stderr
        bring_up(database, pack)
        yield database, pack


def test_a_second_city_runs_the_whole_product(timisoara):
    from tests.conftest import serve

    database, _pack = timisoara
    import httpx

    process, root = serve(database)
    try:
        for path in (
            "/en/", "/ar/", "/en/guide/", "/en/guide/arrive/welcome-desk/", "/en/guide/arrive/welcome-desk.pdf",
            "/en/places/", "/en/places/welcome-desk/", "/en/actors/", "/en/emergency/", "/en/ask/?q=residence+permit",
            "/en/about/", "/en/report/?about=organisation:welcome-desk", "/api/hsds/services", "/api/hsds/",
        ):  # fmt: skip
            answer = httpx.get(root + path)
            assert answer.status_code == 200, (path, answer.status_code)
            if "html" in answer.headers["Content-Type"]:
                assert "Cluj" not in answer.text, path
        assert "Timișoara" in httpx.get(root + "/en/").text
        assert httpx.get(root + "/ro/").status_code == 404
    finally:
        process.terminate()
        process.wait(10)


def test_loading_the_second_city_again_changes_nothing(timisoara):
    database, pack = timisoara
    done = acasa("load", str(pack), "-v", "0", database=database)
    assert done.stdout.startswith("0 added, 0 changed"), done.stdout


def test_a_new_city_never_overwrites(timisoara):
    _database, pack = timisoara
    with pytest.raises(CommandError, match="nothing was written"):
        command("new-city", "Timișoara", "--folder", str(pack))


def test_a_faulty_pack_is_explained_on_the_command_line(timisoara, tmp_path):
    import shutil

    database, pack = timisoara
    broken = shutil.copytree(pack, tmp_path / "broken")
    city = broken / "city.yaml"
    city.write_text(city.read_text().replace("currency: RON", "currency: lei"))
    done = acasa("load", str(broken), "-v", "0", database=database)
    assert done.returncode != 0
    assert "city.yaml:8: currency: expected three capital letters" in done.stderr
    assert "nothing was loaded" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("ACASA_DEMONSTRATION", "perhaps", "ACASA_DEMONSTRATION: expected 1 or 0, found “perhaps”"),
        ("DATABASE_URL", "mysql://x/y", "DATABASE_URL: expected postgresql://user:password@host:5432/name"),
        ("ACASA_SECRET_KEY", "short", "ACASA_SECRET_KEY: expected at least 40 random characters"),
        ("ACASA_PAGE_CACHE_MB", "lots", "ACASA_PAGE_CACHE_MB: expected a whole number from 1 to 4096"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(name, value, message):
    done = subprocess.run(
        [sys.executable, "-m", "acasa", "check", "--settings-only"],
        env={**os.environ, name: value}, capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "mysql://x" not in done.stderr


@pytest.mark.parametrize("role", ["acasa_owner", "postgres"])
def test_the_server_refuses_to_start_as_owner_or_superuser(role):
    with database_copy(f"role_{WORKER}") as database:
        done = subprocess.run(
            [sys.executable, "-c", "import acasa.site.wsgi"],
            env={**os.environ, "DATABASE_URL": embedded.url(SOCKET, role, database)},
            capture_output=True, text=True, check=False, cwd=REPOSITORY,
        )  # fmt: skip
        assert done.returncode != 0
        assert "must not serve the public" in done.stderr


@pytest.mark.django_db
@pytest.mark.usefixtures("cluj")
def test_accounts_are_made_on_the_command_line():
    made = command("account", "maya@example.org", role="mediator", scope="ar")
    assert "maya@example.org is mediator ar." in made
    with pytest.raises(CommandError, match="expected the language for which"):
        command("account", "maya@example.org", role="mediator", scope="xx")
    with pytest.raises(CommandError, match="is not an e-mail address"):
        command("account", "maya", role="editor")


@pytest.mark.django_db
@pytest.mark.usefixtures("cluj")
def test_translations_go_out_and_come_in_on_the_command_line(tmp_path):
    file = tmp_path / "fr.po"
    assert "sentences written" in command("translations", "export", "fr", str(file))
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('msgid "Urgențe"\nmsgstr ""', 'msgid "Urgențe"\nmsgstr "Urgences"'), "utf-8")
    assert command("translations", "import", "fr", str(file)).startswith("1 written, 0 unchanged, 0 refused")
    with pytest.raises(CommandError, match="is not a language this city is translated into"):
        command("translations", "export", "ro", str(file))


def changed(database: str, statement: str) -> None:
    with psycopg.connect(host=SOCKET, user="postgres", dbname=database, autocommit=True) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("what", "commands", "said"),
    [
        ("DELETE FROM django_migrations WHERE app = 'feed'", ["load packs/cluj"], "(feed.0001_initial to come). Run `acasa prepare`."),
        ("ALTER TABLE feed_mark DROP COLUMN note", ["load packs/cluj", "prepare"], "The database lacks feed_mark.note, though"),
    ],
)  # fmt: skip
def test_tables_that_are_not_as_the_models_say_are_a_sentence_with_the_command_to_run(what, commands, said):
    with database_copy(f"behind_{WORKER}") as database:
        changed(database, what)
        for line in commands:
            done = acasa(*line.split(), database=database)
            assert done.returncode != 0
            assert said in done.stderr
            assert "Traceback" not in done.stderr


def test_loading_into_an_empty_database_says_what_comes_first():
    with database_copy(f"behind_{WORKER}", empty=True) as database:
        done = acasa("load", "packs/cluj", database=database)
        assert "Run `acasa prepare`." in done.stderr
        assert "Traceback" not in done.stderr


def test_a_model_without_a_migration_is_named_with_the_command_to_run():
    loader = MigrationLoader(None)
    assert models_ahead(loader) == ""
    first = loader.get_migration("feed", "0001_initial")
    first.operations = [one for one in first.operations if getattr(one, "name", "") != "WeeklyMail"]
    said = models_ahead(loader)
    assert said.startswith("The models of feed changed, and no migration says so (Create model WeeklyMail")
    assert said.endswith("Run `acasa makemigrations feed`, then `acasa prepare`.")
