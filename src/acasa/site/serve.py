"""``acasa run``: starts everything in one go, shows progress, and stops everything it started."""

from __future__ import annotations

import ctypes
import fcntl
import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from . import embedded

_PR_SET_PDEATHSIG = 1


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


def hold_lock(var: Path) -> IO[str]:
    """The lock of a running Acasă; it is gone when the process is, even after kill -9. Raises SystemExit."""
    var.mkdir(parents=True, exist_ok=True)
    handle = (var / "run.lock").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise SystemExit(f"Acasă already runs from {var}. Stop it first, or set ACASA_VAR.") from error
    return handle


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start_child(*command: str) -> subprocess.Popen[bytes]:
    """Starts a process that ends when this one does, however this one ends."""
    return subprocess.Popen(command, preexec_fn=_die_with_parent, start_new_session=True)  # noqa: S603


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


def main() -> None:
    """Runs the whole of Acasă on this machine until Ctrl-C; ends the process with its exit status."""
    started = time.monotonic()
    host, port = address()
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
    os.environ.setdefault("ACASA_DEMONSTRATION", "1")
    os.environ.setdefault("ACASA_BASE_URL", f"http://{shown}:{port}")
    os.environ.setdefault("ACASA_HOSTS", "*" if shown != host else f"{host},127.0.0.1,localhost")
    lock = hold_lock(embedded.folder().parent)
    for number in (signal.SIGINT, signal.SIGTERM):
        stop_on(number)
    say("Starting Acasă")
    ours = not os.environ.get("DATABASE_URL")
    status = 0
    try:
        if ours:
            start_database()
        with step("Waking up"):
            import django

            django.setup()
        prepare()
        children = serve(bound(host), port)
        with step("Starting the web server"):
            wait_until_ready(f"http://{shown}:{port}/health/ready/", children)
        tell(f"http://{shown}:{port}", time.monotonic() - started)
        status = wait_for(children)
    except KeyboardInterrupt:
        say("")
    finally:
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
    """Starts the embedded PostgreSQL and points this process at it."""
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

    quiet: dict[str, Any] = {"verbosity": 0, "stdout": io.StringIO()}
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Preparing tables"):
            connection.close()
            as_owner("prepare")
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("Collecting styles and words", lambda: call_command("static", **quiet)),
        (f"Loading the pack {settings.PACK.name}", lambda: call_command("load", settings.PACK, **quiet)),
        ("Indexing for search", lambda: call_command("index", **quiet)),
    ]
    if settings.DEMONSTRATION:
        steps.append(("Making demonstration accounts", lambda: call_command("demonstration", **quiet)))
    for title, do in steps:
        with step(title):
            try:
                do()
            except CommandError as error:
                raise SystemExit(f"\nacasa: {error}") from error
    connection.close()


def as_owner(command: str) -> None:
    """Runs an ``acasa`` command that needs the owner's rights. Raises SystemExit with its output if it fails."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "acasa", command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"\nacasa {command} failed:\n{done.stdout}{done.stderr}")


def serve(host: str, port: int) -> list[subprocess.Popen[bytes]]:
    """Starts the web server and the worker for jobs."""
    web = start_child(
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", os.environ.get("WORKERS", "2"), "--blocking-threads", "4", "--backlog", "1024",
        "--log-level", "warning", "--respawn-failed-workers", "acasa.site.wsgi:application",
    )  # fmt: skip
    worker = start_child(sys.executable, "-m", "acasa", "procrastinate", "worker", "--concurrency", "1")
    return [web, worker]


def wait_until_ready(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    """Waits until the site answers. Raises SystemExit where a process ends or a minute passes."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            stop_children(children)
            raise SystemExit(
                "\nacasa: the web server did not start. Is the port in use? Set PORT to another."
            )
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.2)
    stop_children(children)
    raise SystemExit("\nacasa: the web server did not answer within a minute.")


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


def wait_for(children: list[subprocess.Popen[bytes]]) -> int:
    """Waits until Ctrl-C or until one child ends; stops the others. Returns the exit status."""
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        status = next((child.returncode for child in children if child.poll() is not None), 1) or 1
    except KeyboardInterrupt:
        say("\nStopping …")
        status = 0
    stop_children(children)
    return status


def stop_children(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
