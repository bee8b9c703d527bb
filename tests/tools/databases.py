"""The databases of the test run (a pytest plugin): a real PostgreSQL, the real roles, the real Cluj pack.

Two templates are made, each anew when its own inputs change: the tables, migrated by the owner, and on them the pack.
Every test process and every browser test gets a copy. The static files and the interface's words are made beside them.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from .clock import LOADED, ORDINARY, move, moved_to

# Shared machines are slow at times; a slow machine is no fault of a test.
settings.register_profile(
    "acasa",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("acasa")

REPOSITORY = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("ACASA_TEST_VAR") or REPOSITORY / "var" / "test")
PACK = REPOSITORY / "packs" / "cluj"

os.environ["ACASA_VAR"] = str(VAR)
os.environ["ACASA_SECRET_KEY"] = "for tests only, and long enough to be taken for one"
os.environ.setdefault("ACASA_LOG_LEVEL", "ERROR")
# Playwright keeps an event loop in the process; Django must not take our plain tests for coroutines.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from acasa.foundation.postgres import embedded  # noqa: E402 - after the folder is named

SOCKET = embedded.start()
embedded.ensure_database(SOCKET)
embedded.connect(SOCKET)


SOURCE = REPOSITORY / "src" / "acasa"
SCREENS = {"views.py", "urls.py", "authoring.py", "waiting.py", "today.py", "logs.py", "audiences.py"}
"""What only draws screens and lists, and changes nothing that is loaded."""

OF_THE_SITE = ("settings.py", "rooms.py", "environment.py", "serve.py")


def of_the_tables() -> Iterator[Path]:
    """What makes the tables, the rights on them and the words that migrations write."""
    yield from SOURCE.rglob("migrations/*.py")
    yield from SOURCE.rglob("models.py")
    yield from SOURCE.rglob("models/*.py")
    yield from SOURCE.rglob("apps.py")
    yield from (SOURCE / "foundation" / "guard").glob("*.py")
    yield from (SOURCE / "foundation" / "people").glob("*.py")
    yield from (SOURCE / "site" / name for name in OF_THE_SITE)
    yield REPOSITORY / "requirements.lock"


def of_the_content() -> Iterator[Path]:
    """The pack, and whatever may take part in loading and indexing it: rather too much than too little."""
    yield from (path for path in PACK.rglob("*") if path.is_file())
    for wing in SOURCE.iterdir():
        if wing.name != "site":
            yield from (path for path in wing.rglob("*.py") if path.name not in SCREENS)


def _of_the_static_files() -> Iterator[Path]:
    """Styles, scripts and pictures of ours, the interface's words, and the libraries that bring more of them."""
    for folder in SOURCE.rglob("static"):
        yield from (path for path in folder.rglob("*") if path.is_file())
    yield from (SOURCE / "site").rglob("django.po")
    yield from SOURCE.glob("*/*/texts.yaml")
    yield SOURCE / "site" / "management" / "commands" / "static.py"
    yield SOURCE / "foundation" / "texts" / "management" / "commands" / "messages.py"
    yield REPOSITORY / "requirements.lock"


def _fingerprint(paths: Iterable[Path], *before: str) -> str:
    seen = hashlib.sha256(" ".join(before).encode())
    for path in sorted(set(paths)):
        if "tests" not in path.relative_to(REPOSITORY).parts:
            seen.update(path.relative_to(REPOSITORY).as_posix().encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:12]


def acasa(*arguments: str, database: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs an ``acasa`` command against a database of the test server."""
    return _python("-m", "acasa", *arguments, database=database, **environment)


def bring_up(database: str, pack: Path, **environment: str) -> None:
    """Makes tables, words, styles, content and index as ``acasa run`` does. Raises RuntimeError."""
    script = "import django; django.setup(); from acasa.site.serve import prepare; prepare()"
    done = _python(
        "-c", script, database=database, ACASA_PACK=str(pack), ACASA_DEMONSTRATION="0", **environment
    )
    if done.returncode:
        raise RuntimeError(f"{database} was not brought up:\n{done.stdout}\n{done.stderr}")


def _python(*arguments: str, database: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "acasa.site.settings",
            "DATABASE_URL": embedded.url(SOCKET, embedded.SERVING, database),
            "DATABASE_OWNER_URL": embedded.url(SOCKET, embedded.OWNER, database),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


@cache
def template() -> str:
    """The name of a database with the pack loaded; made where there is none for this code and pack."""
    from filelock import FileLock

    tables = f"tables_{_fingerprint(of_the_tables())}"
    content = f"content_{_fingerprint(of_the_content(), tables, str(ORDINARY))}"
    with FileLock(VAR / "template.lock"):
        _collect_static_files()
        if content not in _databases("content"):
            _made(tables, "tables", on="template1", make=_make_tables)
            _made(content, "content", on=tables, make=_load)
    return content


def _made(name: str, layer: str, *, on: str, make: Callable[[str], None]) -> None:
    """Makes a template of a layer, where it is not there, and drops the older ones."""
    there = _databases(layer)
    if name in there:
        return
    for old in there:
        embedded.drop_database(SOCKET, old)
    unfinished = f"unfinished_{layer}"
    embedded.drop_database(SOCKET, unfinished)
    embedded.ensure_database(SOCKET, unfinished, template=on)
    make(unfinished)
    _as_superuser(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _databases(layer: str) -> set[str]:
    return {
        row[0] for row in _as_superuser(f"SELECT datname FROM pg_database WHERE datname LIKE '{layer}\\_%'")
    }


def _as_superuser(statement: str) -> list[tuple[str, ...]]:
    import psycopg

    with psycopg.connect(host=SOCKET, user="postgres", dbname="postgres", autocommit=True) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


def _make_tables(database: str) -> None:
    done = acasa("prepare", database=database)
    if done.returncode:
        raise pytest.UsageError(f"The tests got no tables.\n{done.stdout}{done.stderr}")


def _load(database: str) -> None:
    bring_up(database, PACK, **moved_to(datetime.combine(ORDINARY, LOADED)))


def _collect_static_files() -> None:
    """Styles, scripts and words as a served site has them; Django reads their list when it starts."""
    mark, now = VAR / "static" / ".of-the-tests", _fingerprint(_of_the_static_files())
    words = [path.with_suffix(".mo").exists() for path in (SOURCE / "site").glob("locale*/*/*/django.po")]
    if mark.exists() and mark.read_text() == now and all(words):
        return
    (VAR / "static" / ".fingerprint").unlink(missing_ok=True)
    done = acasa("static", database="postgres")
    if done.returncode:
        raise RuntimeError(f"the static files were not collected:\n{done.stdout}\n{done.stderr}")
    mark.write_text(now)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Moves the clock and makes the templates once, before the test processes and Django start."""
    move(early_config)
    template()


@contextmanager
def database_copy(name: str, *, empty: bool = False) -> Iterator[str]:
    """A database of one's own for a while: a copy of the loaded one, or an empty one."""
    embedded.drop_database(SOCKET, name)
    embedded.ensure_database(SOCKET, name, template="template1" if empty else template())
    try:
        yield name
    finally:
        embedded.drop_database(SOCKET, name)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[None]:
    """Every test process works in its own copy, as the serving role; each test is rolled back."""
    from django.conf import settings
    from django.db import connections

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock(), database_copy(f"test_{worker}") as name:
        connections["default"].close()
        settings.DATABASES["default"]["NAME"] = name
        connections["default"].settings_dict["NAME"] = name
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("acasa.foundation.texts.queries.FORGOTTEN_IS_A_FAULT", True)
            yield
        connections["default"].close()


@pytest.fixture(scope="session")
def cluj_folder() -> Path:
    """The folder of the Cluj pack; only to be read."""
    return PACK


@pytest.fixture
def cluj(db: None) -> Iterator[None]:
    """The city of the Cluj pack, loaded; what a test changes is rolled back."""
    from acasa.foundation.web import memory

    memory.forget()
    yield
    memory.forget()


@pytest.fixture(scope="module")
def remembering() -> Iterator[None]:
    """Content is remembered as in a serving process, from test to test; for files of tests that do not change it."""
    from types import SimpleNamespace

    from acasa.foundation.web import memory

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "connection", SimpleNamespace(in_atomic_block=False))
        memory.forget(hears=True)
        yield
        memory.forget(hears=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The last process stops the server."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        embedded.stop()
