"""``acasa run``: starts everything in one go, shows progress, and stops everything it started."""

from __future__ import annotations

import io
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from acasa.foundation.postgres import alone, embedded

from . import environment
from .keeping import Child, GaveUp, Patience, stop_all


def say(text: str) -> None:
    """Tells the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Says what is being done, and how long it took."""
    sys.stdout.write(f"  {title} … ")
    sys.stdout.flush()
    started = time.monotonic()
    yield
    say(f"{time.monotonic() - started:.1f} s")


def address() -> tuple[str, int]:
    """HOST and PORT. Raises SystemExit for a wrong port."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise SystemExit(f"PORT: expected a number from 1 to 65535, found “{port}”")
    return host, int(port)


def bound(host: str) -> str:
    """The IP address of a host, which the web server asks for. Raises SystemExit for a name that has none."""
    try:
        return host if ":" in host else socket.gethostbyname(host)
    except OSError as error:
        raise SystemExit(f"HOST: expected an address or name of this machine, found “{host}”") from error


def refuse_served_port(host: str, port: int) -> None:
    """Raises SystemExit where somebody listens at the port: a second server beside it would take half of its readers."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise SystemExit(
                f"PORT: only an administrator may serve at {port}; choose one above 1023"
            ) from error
        except OSError as error:
            raise SystemExit(
                f"PORT: something serves at {host}:{port} already. Stop it first, or set PORT to another number."
            ) from error


def main() -> None:
    """Runs the whole of Acasă on this machine until Ctrl-C; ends the process with its exit status.

    Raises StillRuns where one runs already.
    """
    started = time.monotonic()
    host, port = address()
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
    os.environ.setdefault("ACASA_DEMONSTRATION", "1")
    os.environ.setdefault("ACASA_BASE_URL", f"http://{shown}:{port}")
    os.environ.setdefault("ACASA_HOSTS", "*" if shown != host else f"{host},127.0.0.1,localhost")
    lock = alone.hold(embedded.folder().parent)
    refuse_served_port(bound(host), port)
    for number in (signal.SIGINT, signal.SIGTERM):
        stop_on(number)
    say("Starting Acasă")
    ours = not os.environ.get("DATABASE_URL")
    children: list[Child] = []
    status = 0
    try:
        if ours:
            start_database()
        with step("Waking up"):
            import django

            django.setup()
        prepare()
        children += serve(bound(host), port)
        with step("Starting the web server"):
            wait_until_ready(f"http://{shown}:{port}/health/ready/", children)
        tell(f"http://{shown}:{port}", time.monotonic() - started)
        keep(children, ours=ours)
    except KeyboardInterrupt:
        say("\nStopping …")
    except (GaveUp, embedded.DatabaseUnavailable) as reason:
        say(f"\nacasa: {reason}\nStopping …")
        status = 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        stop_all(children)
        if ours:
            with step("Stopping PostgreSQL"):
                embedded.stop()
        lock.close()
    sys.exit(status)


def stop_on(number: signal.Signals) -> None:
    """Lets a signal end the run as Ctrl-C does."""

    def interrupt(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(number, interrupt)


def start_database() -> None:
    """Starts the embedded PostgreSQL and points this process at it. Raises DatabaseUnavailable."""
    first = not (embedded.folder() / "PG_VERSION").exists()
    with step("Making a PostgreSQL database" if first else "Starting PostgreSQL"):
        folder = embedded.start()
        embedded.ensure_database(folder)
        embedded.connect(folder)


def prepare() -> None:
    """Brings tables, content, index, styles and demonstration accounts up to date; does nothing twice."""
    from django.conf import settings
    from django.core.management import CommandError, call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from acasa.foundation.postgres.serving import made_by_another_version, why_not

    quiet: dict[str, Any] = {"verbosity": 0, "stdout": io.StringIO()}
    executor = MigrationExecutor(connection)
    if reason := made_by_another_version(executor):
        raise SystemExit(f"\nacasa: {reason}")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Preparing tables"):
            connection.close()
            as_owner("prepare")
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("Collecting styles and words", lambda: call_command("static", **quiet)),
        (f"Loading the pack {settings.PACK.name}", lambda: call_command("load", settings.PACK, **quiet)),
        ("Indexing for search", lambda: call_command("index", **quiet)),
        ("Sealing secrets", lambda: call_command("seal", **quiet)),
    ]
    if settings.DEMONSTRATION:
        steps.append(("Making demonstration accounts", lambda: call_command("demonstration", **quiet)))
    for title, do in steps:
        with step(title):
            try:
                do()
            except CommandError as error:
                raise SystemExit(f"\nacasa: {error}") from error
    if reason := why_not():
        raise SystemExit(f"\nacasa: {reason}")
    connection.close()


def as_owner(command: str) -> None:
    """Runs an ``acasa`` command that needs the owner's rights. Raises SystemExit with its output if it fails."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "acasa", command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"\nacasa {command} failed:\n{done.stdout}{done.stderr}")


def web_command(host: str, port: int, *, workers: int = 2) -> list[str]:
    """How the web server is started. Its threads are the door's; a worker that will not stop is ended.

    It speaks HTTP/1 only, for which alone it can limit the time of a request's head; a proxy offers HTTP/2.
    """
    return [
        sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1", "--no-ws", "--host", host, "--port", str(port),
        "--workers", str(workers), "--backlog", "1024", "--backpressure", "1000", "--http1-header-read-timeout", "10000",
        "--workers-kill-timeout", "5", "--respawn-failed-workers", "--log-level", "warning", "acasa.site.wsgi:door",
    ]  # fmt: skip


def serve(host: str, port: int) -> list[Child]:
    """Starts the web server and the worker for jobs."""
    allow_many_connections()
    workers = environment.number("WORKERS", 2, least=1, most=64)
    return [
        Child("The web server", *web_command(host, port, workers=workers)),
        Child("The worker for jobs", *worker_command()),
    ]


def worker_command() -> list[str]:
    """How the worker for jobs is started."""
    return [sys.executable, "-m", "acasa", "procrastinate", "worker", "--concurrency", "1"]


def allow_many_connections() -> None:
    """Lets this process and its children have as many open connections as the web server lets wait."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096 if hard == resource.RLIM_INFINITY else min(4096, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def wait_until_ready(url: str, children: list[Child]) -> None:
    """Waits until the site answers. Raises GaveUp where a process ends or a minute passes."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for child in children:
            if child.ended:
                raise GaveUp(f"{child.name} did not start; what it said stands above.")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    raise GaveUp("the web server did not answer within a minute.")


def tell(root: str, seconds: float) -> None:
    """Prints the addresses and sign-ins."""
    from django.conf import settings
    from django.core.management import call_command

    say(f"\nAcasă is ready after {seconds:.0f} s.\n")
    say(f"  the site     {root}/")
    say(f"  authoring    {root}/cms/")
    say(f"  interface    {root}/api/hsds/")
    if settings.DEMONSTRATION:
        say("\n  Demonstration sign-ins, e-mail and password; `make code` shows the six digits asked next:\n")
        call_command("demonstration", "--list")
    say("\nCtrl-C stops everything.")


def keep(children: list[Child], *, ours: bool) -> None:
    """Until Ctrl-C: starts again what ends, our database too. Raises GaveUp after repeated failure."""
    database = Database() if ours else None
    while True:
        for child in children:
            child.look(say)
        if database:
            database.look()
        time.sleep(0.3)


class Database:
    """The embedded PostgreSQL, looked after while Acasă runs."""

    EVERY = 3.0
    """Seconds from look to look."""

    def __init__(self) -> None:
        self._patience = Patience("PostgreSQL")
        self._since = time.monotonic()
        self._next = self._since + self.EVERY

    def look(self) -> None:
        """Starts the server again where it does not answer. Raises GaveUp after too many quick ends."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + self.EVERY
        if embedded.running(embedded.folder()):
            return
        wait = self._patience.ended("it does not answer", ran=now - self._since)
        say("PostgreSQL does not answer; it is started again.")
        try:
            embedded.start()
        except embedded.DatabaseUnavailable as error:
            say(str(error))
        self._since = time.monotonic()
        self._next = self._since + wait
