"""The databases of the test run (a pytest plugin): a real PostgreSQL, the real roles, the real Cluj pack.

One template is migrated by the owner and loaded once; every test process and every browser test gets a copy.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Shared machines are slow at times; a slow machine is no fault of a test.
settings.register_profile(
    "acasa",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("acasa")

REPOSITORY = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("ACASA_TEST_VAR") or REPOSITORY / "var" / "test")
PACK = REPOSITORY / "packs" / "cluj"

os.environ["ACASA_VAR"] = str(VAR)
os.environ["ACASA_SECRET_KEY"] = "for tests only, and long enough to be taken for one"
os.environ.setdefault("ACASA_LOG_LEVEL", "ERROR")
# Playwright keeps an event loop in the process; Django must not take our plain tests for coroutines.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from acasa.site import embedded  # noqa: E402 - after the folder is named

SOCKET = embedded.start()
embedded.ensure_database(SOCKET)
embedded.connect(SOCKET)


def _fingerprint() -> str:
    seen = hashlib.sha256()
    for root, patterns in (
        (REPOSITORY / "src", ("*.py", "*.css", "*.js", "django.po")),
        (PACK, ("*.yaml", "*.md", "*.po")),
    ):
        for pattern in patterns:
            for path in sorted(root.rglob(pattern)):
                if "tests" not in path.parts:
                    seen.update(path.as_posix().encode() + path.read_bytes())
    return seen.hexdigest()[:12]


def acasa(*arguments: str, database: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs an ``acasa`` command against a database of the test server."""
    return _python("-m", "acasa", *arguments, database=database, **environment)


def bring_up(database: str, pack: Path) -> None:
    """Makes tables, words, styles, content and index as ``acasa run`` does. Raises RuntimeError."""
    script = "import django; django.setup(); from acasa.site.serve import prepare; prepare()"
    done = _python("-c", script, database=database, ACASA_PACK=str(pack), ACASA_DEMONSTRATION="0")
    if done.returncode:
        raise RuntimeError(f"{database} was not brought up:\n{done.stdout}\n{done.stderr}")


def _python(*arguments: str, database: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own code
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


def template() -> str:
    """The name of a database with the pack loaded; made where there is none for this code and pack."""
    import psycopg
    from filelock import FileLock

    name = f"template_{_fingerprint()}"
    with FileLock(VAR / "template.lock"):
        with psycopg.connect(host=SOCKET, user="postgres", dbname="postgres", autocommit=True) as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'"
            ).fetchall()
        names = {row[0] for row in rows}
        if name not in names:
            for old in names:
                embedded.drop_database(SOCKET, old)
            unfinished = f"un{name}"
            embedded.drop_database(SOCKET, unfinished)
            embedded.ensure_database(SOCKET, unfinished)
            (VAR / "static" / ".fingerprint").unlink(missing_ok=True)
            bring_up(unfinished, PACK)
            with psycopg.connect(
                host=SOCKET, user="postgres", dbname="postgres", autocommit=True
            ) as connection:
                connection.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


TEMPLATE = template()  # now, because Django reads the list of static files when it starts


@contextmanager
def database_copy(name: str, *, empty: bool = False) -> Iterator[str]:
    """A database of one's own for a while: a copy of the loaded one, or an empty one."""
    embedded.drop_database(SOCKET, name)
    embedded.ensure_database(SOCKET, name, template="template1" if empty else TEMPLATE)
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
