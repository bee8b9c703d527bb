"""Acasă as it runs: what dies is started again, slow and large bodies hold up nobody, a backup finds its way back."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from acasa.foundation.postgres import alone, embedded
from acasa.foundation.postgres.backup_file import LENGTH
from acasa.foundation.postgres.tools import run_tool
from acasa.site import keeping, serve
from tests.conftest import free_port
from tests.tools.databases import REPOSITORY, SOCKET, acasa, database_copy

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
FORM = "Content-Type: application/x-www-form-urlencoded"


def until(there: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Waits until something is so; fails where it never is."""
    deadline = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def alive(number: int) -> bool:
    """Whether a process of that number runs (one that only waits to be collected does not)."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children_of(number: int) -> list[int]:
    listed = Path(f"/proc/{number}/task/{number}/children").read_text()
    return [int(child) for child in listed.split()]


def command_of(number: int) -> str:
    return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def get(url: str, form: bytes | None = None) -> tuple[int, str, dict[str, str]]:
    """What an address answers; to a form, where one is sent there."""
    try:
        with urllib.request.urlopen(url, form, timeout=20) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def begin(port: int, path: str, *headers: str, body: bytes = b"") -> socket.socket:
    """A request of which only a part is sent."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    head = "\r\n".join([f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers, "", ""])
    connection.sendall(head.encode() + body)
    return connection


def rest(connection: socket.socket) -> str:
    """All that the server still says until it closes the connection."""
    with connection, connection.makefile("rb") as answer:
        return answer.read().decode()


@dataclass
class Running:
    """An `acasa run` and what it said so far."""

    process: subprocess.Popen[str]
    port: int
    database: str
    output: Path
    said: str = field(default="")

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def child(self, name: str) -> int:
        """The process of a part of it."""
        return next(child for child in children_of(self.process.pid) if name in command_of(child))

    def text(self) -> str:
        return self.output.read_text()


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Running]:
    """`acasa run` on a database of its own."""
    folder, port = tmp_path_factory.mktemp("running"), free_port()
    with database_copy(f"running_{WORKER}") as database, (folder / "said").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "acasa", "run"],
            env={
                **os.environ,
                "ACASA_VAR": str(folder / "var"),
                "ACASA_DEMONSTRATION": "0",
                "DATABASE_URL": embedded.url(SOCKET, embedded.SERVING, database),
                "DATABASE_OWNER_URL": embedded.url(SOCKET, embedded.OWNER, database),
                "PORT": str(port),
                "WORKERS": "1",
                "PYTHONUNBUFFERED": "1",
            },
            stdout=output, stderr=output, text=True, cwd=REPOSITORY,
        )  # fmt: skip
        run = Running(process, port, database, folder / "said")
        try:
            until(lambda: "Ctrl-C stops" in run.text() or process.poll() is not None, "it never started", 120)
            assert process.poll() is None, run.text()
            yield run
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def test_a_worker_for_jobs_that_dies_is_started_again_and_the_rest_runs_on(running):
    web, worker = running.child("granian"), running.child("procrastinate")
    os.kill(worker, signal.SIGKILL)
    until(lambda: "The worker for jobs ended (signal SIGKILL)" in running.text(), "its end was not said")
    until(
        lambda: any("procrastinate" in command_of(c) for c in children_of(running.process.pid)), "not again"
    )
    assert running.child("procrastinate") != worker
    assert running.child("granian") == web
    assert get(f"{running.root}/ro/")[0] == 200


def test_lost_database_connections_end_nothing(running):
    with psycopg.connect(host=SOCKET, user="postgres", dbname="postgres", autocommit=True) as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [running.database]
        ).fetchall()
    assert ended
    until(lambda: get(f"{running.root}/health/ready/")[0] == 200, "it never got well again")
    assert get(f"{running.root}/ro/guide/")[0] == 200
    assert running.process.poll() is None


def test_workers_die_with_the_main_process_of_the_web_server_and_it_comes_back(running):
    web = running.child("granian")
    workers = children_of(web)
    assert workers
    os.kill(web, signal.SIGKILL)
    until(lambda: not any(map(alive, workers)), "a worker outlived its main process")
    until(lambda: "The web server ended (signal SIGKILL)" in running.text(), "its end was not said")

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return get(f"{running.root}/health/ready/")[0] == 200
        return False

    until(answers, "the web server did not come back")


def test_many_slow_bodies_hold_up_neither_health_nor_pages_nor_forms(running):
    slow = [
        begin(running.port, "/ro/path/", FORM, "Content-Length: 1000", body=b"a=")
        for _connection in range(24)
    ]
    try:
        assert get(f"{running.root}/health/")[:2] == (200, "ok")
        assert get(f"{running.root}/health/ready/")[0] == 200
        assert get(f"{running.root}/ro/guide/?anew={time.monotonic_ns()}")[0] == 200
        body = b"about=guide:health/family-doctor&message=A+word"
        answer = rest(
            begin(
                running.port,
                "/ro/report/",
                FORM,
                f"Content-Length: {len(body)}",
                "Connection: close",
                body=body,
            )
        )
        assert answer.startswith("HTTP/1.1 302 "), answer[:200]
        assert "/ro/report/thanks/" in answer
    finally:
        for connection in slow:
            connection.close()


def test_a_form_that_is_too_large_is_refused_in_words(running):
    size = 2 * 1024 * 1024
    answer = rest(begin(running.port, "/ro/report/", FORM, f"Content-Length: {size}", body=b"a" * size))
    assert answer.startswith("HTTP/1.1 413 ")
    assert "prea mult" in answer


def test_styles_are_never_guessed_and_the_manifest_has_its_own_type(running):
    page = get(f"{running.root}/ro/")[1]
    for pattern, kind in (
        (r'/static/acasa\.[0-9a-f]+\.css', "text/css"),
        (r'/static/acasa\.[0-9a-f]+\.webmanifest', "application/manifest+json"),
    ):  # fmt: skip
        found = re.search(pattern, page)
        assert found
        status, _body, headers = get(f"{running.root}{found[0]}")
        headers = {name.lower(): value for name, value in headers.items()}
        assert (status, headers["x-content-type-options"]) == (200, "nosniff")
        assert headers["content-type"].startswith(kind)


def test_a_second_run_at_a_served_port_is_refused_in_words(running, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "acasa", "run"],
        env={**os.environ, "ACASA_VAR": str(tmp_path), "PORT": str(running.port)},
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"something serves at 127.0.0.1:{running.port} already" in done.stderr
    assert "Traceback" not in done.stderr


def test_jobs_that_were_broken_off_are_done_again_and_hopeless_ones_count_as_failed(running):
    with psycopg.connect(
        host=SOCKET, user="postgres", dbname=running.database, autocommit=True
    ) as connection:

        def job(name: str, attempts: int, status: str = "doing") -> int:
            row = connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, queueing_lock)"
                " VALUES ('default', %s, '{\"timestamp\": 0}', %s::procrastinate_job_status, %s, %s) RETURNING id",
                [f"acasa.foundation.web.jobs.{name}", status, attempts, f"{name}-{attempts}-{status}"],
            ).fetchone()
            assert row
            return row[0]

        again, hopeless = job("forget_old_sessions", 1), job("forget_old_sessions", 3)
        job("go_on_with_jobs", 0, "todo")

        def states() -> tuple[str, ...]:
            rows = connection.execute(
                "SELECT status::text FROM procrastinate_jobs WHERE id = ANY(%s) ORDER BY id",
                [[again, hopeless]],
            ).fetchall()
            return tuple(row[0] for row in rows)

        until(lambda: states() == ("succeeded", "failed"), f"they stayed {states()}")


def test_ctrl_c_stops_everything():
    """Seen on a small stand-in, so that the running one is left to the other tests."""
    script = (
        "import sys; from acasa.site import keeping, serve; import signal\n"
        "serve.stop_on(signal.SIGINT)\n"
        "child = keeping.Child('The sleeper', sys.executable, '-c', 'import time; time.sleep(600)')\n"
        "try:\n"
        "    print(child.process.pid, flush=True)\n"
        "    serve.keep([child], ours=False)\n"
        "except KeyboardInterrupt:\n"
        "    keeping.stop_all([child])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    sleeper = int(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert not alive(sleeper)


def test_without_its_database_pages_are_the_last_ones_marked_and_the_rest_says_when_to_come_back(running):
    def allow(connections: bool) -> None:
        with psycopg.connect(host=SOCKET, user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(f'ALTER DATABASE "{running.database}" ALLOW_CONNECTIONS {connections}')
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [running.database],
            )

    page = f"{running.root}/ro/guide/"
    until(lambda: get(page)[2].get("etag"), "it was never kept")
    assert "s-ar putea să nu mai fie la zi" not in get(page)[1]
    allow(False)
    try:
        until(lambda: "s-ar putea să nu mai fie la zi" in get(page)[1], "the last page was not shown")
        status, _body, headers = get(page)
        assert (status, headers["cache-control"], headers.get("etag")) == (200, "no-store", None)
        assert get(f"{running.root}/health/")[0] == 200
        assert get(f"{running.root}/health/ready/")[0] == 503
        for path in ("/ro/words/?never=asked", "/ro/ask/?q=medic", "/api/hsds/services"):
            status, _body, headers = get(f"{running.root}{path}")
            assert (status, headers.get("retry-after")) == (503, "15"), path
    finally:
        allow(True)
    until(lambda: "s-ar putea să nu mai fie la zi" not in get(page)[1], "the mark stayed")
    until(lambda: get(page)[2].get("etag"), "it was never kept again")


# Keeping processes running


def test_the_pause_grows_to_a_minute():
    assert [keeping.pause(ends) for ends in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


def ending(clock: list[float]) -> keeping.Child:
    return keeping.Child("The runner", sys.executable, "-c", "raise SystemExit(3)", now=lambda: clock[0])


def test_five_quick_ends_in_a_row_end_all_with_the_reason():
    clock, said = [0.0], []
    child = ending(clock)
    for wait in (1, 2, 4, 8):
        child.process.wait()
        child.look(said.append)
        assert said[-1] == f"The runner ended (status 3); it is started again in {wait} s."
        before = child.process
        child.look(said.append)
        assert child.process is before  # its pause is not over
        clock[0] += wait
        child.look(said.append)
        assert child.process is not before
    child.process.wait()
    with pytest.raises(keeping.GaveUp, match=r"The runner ended 5 times in a row \(status 3\)"):
        child.look(said.append)


def test_what_ran_well_for_a_while_is_forgiven():
    clock, said = [0.0], []
    child = ending(clock)
    for _end in range(8):
        child.process.wait()
        clock[0] += keeping.LONG
        child.look(said.append)
        assert said[-1].endswith("again in 1 s.")
        clock[0] += 1
        child.look(said.append)
    child.process.wait()


# The door, before a small application

SESSION = f"Cookie: {settings.SESSION_COOKIE_NAME}=somebody"
DOOR = """
import time
import django
django.setup()
from acasa.foundation.web.door import Door, Limits

def application(environ, start_response):
    if environ["PATH_INFO"].endswith(".pdf"):
        time.sleep(0.7)
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    names = ("PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", "HTTP_X_TWICE", "HTTP_X_PLAIN", "REMOTE_ADDR")
    return [repr([environ.get(name) for name in names]).encode(), b" ", body]

limits = Limits(body=100, larger=(("/cms/", 1000),), bodies=900, from_one=30, silence=1, patience=3, papers=4)
door = Door(application, limits=limits, threads=2)
"""


@pytest.fixture(scope="module")
def door(tmp_path_factory) -> Iterator[int]:
    """The port of a small application behind the door."""
    folder, port = tmp_path_factory.mktemp("door"), free_port()
    (folder / "small.py").write_text(DOOR)
    command = serve.web_command("127.0.0.1", port, workers=1)
    command[-1] = "small:door"
    process = subprocess.Popen(command, cwd=folder)

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return get(f"http://127.0.0.1:{port}/health/")[0] == 200
        return False

    try:
        until(answers, "the door did not open")
        yield port
    finally:
        process.terminate()
        process.wait(20)


def test_a_body_that_never_comes_is_given_up_and_its_connection_closed(door):
    slow = [begin(door, "/", "Content-Length: 20", body=b"a") for _connection in range(24)]
    slow += [begin(door, "/cms/", SESSION, "Content-Length: 1000", body=b"a") for _connection in range(4)]
    # What they announced, and did not send, takes no room from others.
    assert rest(
        begin(door, "/cms/", SESSION, "Content-Length: 800", "Connection: close", body=b"b" * 800)
    ).startswith("HTTP/1.1 200 ")
    assert get(f"http://127.0.0.1:{door}/page")[0] == 200
    for connection in slow:
        answer = rest(connection)
        assert answer.startswith("HTTP/1.1 408 "), answer
        assert "Please try again" in answer


def test_a_body_that_comes_drop_by_drop_is_given_up(door):
    connection, started = begin(door, "/", "Content-Length: 90", body=b"a"), time.monotonic()
    with contextlib.suppress(OSError):
        for _drop in range(20):
            time.sleep(0.4)
            connection.sendall(b"a")
    assert time.monotonic() - started < 6
    connection.close()


def test_a_full_house_refuses_further_bodies_and_answers_what_has_none(door):
    slow = [begin(door, "/cms/", SESSION, "Content-Length: 900", body=b"a" * 800)]
    until(
        lambda: rest(
            begin(door, "/cms/", SESSION, "Content-Length: 200", "Connection: close", body=b"b" * 200)
        ).startswith("HTTP/1.1 503 "),
        "bodies were let in without end",
    )
    assert get(f"http://127.0.0.1:{door}/page")[0] == 200
    for connection in slow:
        connection.close()


def test_one_address_has_so_many_open_bodies_and_gets_them_back(door):
    slow = [begin(door, "/", "Content-Length: 20", body=b"a") for _connection in range(30)]
    sent = ("Content-Length: 4", "Connection: close")
    until(
        lambda: rest(begin(door, "/", *sent, body=b"a=ok")).startswith("HTTP/1.1 503 "),
        "one address may open bodies without end",
    )
    for connection in slow:
        rest(connection)
    assert rest(begin(door, "/", *sent, body=b"a=ok")).startswith("HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        ("/", ["Content-Length: 4", "Connection: close"], b"a=ok", 200),
        ("/", ["Connection: close"], b"", 200),
        ("/", ["Content-Length: 101"], b"a" * 101, 413),
        ("/cms/", [SESSION, "Content-Length: 101", "Connection: close"], b"a" * 101, 200),
        ("/cms/", ["Content-Length: 101"], b"a" * 101, 413),
        ("/cms/", [SESSION, "Content-Length: 1001"], b"a" * 1001, 413),
        ("/", ["Content-Length: 999999999999"], b"a", 413),
        ("/", ["Transfer-Encoding: chunked"], b"4\r\na=ok\r\n0\r\n\r\n", 411),
    ],
)
def test_bodies_are_let_in_by_their_length(door, path, headers, body, status):
    assert rest(begin(door, path, *headers, body=body)).startswith(f"HTTP/1.1 {status} ")


@pytest.mark.parametrize(
    ("paper", "form"),
    [("/ro/guide.pdf", None), ("/ro/letters/certificate-request.pdf", b"full_name=Sita+Thapa")],
)
def test_papers_are_waited_for_in_a_short_queue_and_no_reader_waits_behind_them(door, paper, form):
    root, answers = f"http://127.0.0.1:{door}", []

    def ask() -> None:
        answers.append(get(f"{root}{paper}", form))

    readers = [threading.Thread(target=ask) for _reader in range(18)]
    for reader in readers:
        reader.start()
    until(lambda: len(answers) == 14, "the queue of papers has no end", seconds=10)
    started = time.monotonic()
    for _page in range(5):
        assert get(f"{root}/page")[0] == 200
    assert time.monotonic() - started < 0.6, "readers wait behind papers"
    for reader in readers:
        reader.join()
    assert sorted(status for status, _body, _headers in answers) == [200] * 4 + [503] * 14
    refused = next(answer for answer in answers if answer[0] == 503)
    assert refused[2]["retry-after"] == "5"
    assert "câteva secunde" in refused[1]


def test_only_the_http_is_spoken_whose_heads_have_a_time(door):
    with socket.create_connection(("127.0.0.1", door), timeout=30) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5))
        answer = connection.recv(1000)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer


def test_a_body_that_breaks_off_reaches_nobody(door):
    connection = begin(door, "/", "Content-Length: 20", body=b"a=half")
    connection.shutdown(socket.SHUT_WR)
    assert "a=half" not in rest(connection)


def test_a_request_reaches_the_application_as_wsgi_says(door):
    answer = rest(
        begin(
            door, "/gr%C4%83din%C4%83?q=%C4%83", "Cookie: a=1", "Cookie: b=2", "X-Twice: 1", "X-Twice: 2", "X_Plain: no",
            "Content-Length: 2", "Connection: close", body=b"hi",
        )
    )  # fmt: skip
    path = "/grădină".encode().decode("latin-1")  # as PEP 3333 wants it
    assert answer.lower().count("set-cookie") == 2
    assert answer.endswith(repr([path, "q=%C4%83", "a=1; b=2", "1,2", None, "127.0.0.1"]) + " hi")


# The embedded database


@pytest.fixture(scope="module")
def hard_folder(tmp_path_factory) -> Iterator[Path]:
    """A folder whose name means something to a shell, with a server in it."""
    data = tmp_path_factory.mktemp("hard") / "a b ($HOME; &) 'c', \"d\"" / "postgres"
    embedded.start(data=data)
    yield data
    embedded.stop(data=data)


def test_a_folder_whose_name_means_something_to_a_shell_is_a_folder(hard_folder):
    socket_folder = embedded.running(hard_folder)
    assert socket_folder
    with psycopg.connect(host=socket_folder, user="postgres", dbname="postgres") as connection:
        assert connection.execute("SHOW data_directory").fetchone() == (str(hard_folder),)


def test_the_database_knows_the_letters_of_all_scripts(hard_folder):
    with psycopg.connect(
        host=embedded.running(hard_folder), user="postgres", dbname="postgres"
    ) as connection:
        letters = connection.execute(
            "SELECT datctype FROM pg_database WHERE datname = 'template1'"
        ).fetchone()
    assert letters in (("C.UTF-8",), ("en_US.UTF-8",))


def test_the_log_of_the_database_repeats_nobodys_data(hard_folder):
    with psycopg.connect(
        host=embedded.running(hard_folder), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute("CREATE TEMPORARY TABLE person (email text UNIQUE, age integer CHECK (age > 0))")
        connection.execute("INSERT INTO person VALUES ('ana@example.org', 30)")
        for statement, values in (
            ("INSERT INTO person VALUES (%s, 31)", ["ana@example.org"]),
            ("INSERT INTO person VALUES (%s, -1)", ["ana-second@example.org"]),
            ("INSERT INTO person VALUES ('x', %s::text::integer)", ["ana-third@example.org"]),
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, values)
    assert "ana" not in (hard_folder / "log").read_text()


def test_what_the_serving_role_sets_for_itself_ends_with_the_next_start(hard_folder):
    def serving() -> psycopg.Connection:
        return psycopg.connect(
            host=embedded.running(hard_folder), user=embedded.SERVING, dbname="postgres", autocommit=True
        )

    for place in ("", " IN DATABASE postgres"):
        with serving() as connection:
            connection.execute(f"ALTER ROLE acasa_app{place} SET default_transaction_read_only = on")
        with serving() as connection:
            assert connection.execute("SHOW transaction_read_only").fetchone() == ("on",)
        embedded.start(data=hard_folder)
        with serving() as connection:
            assert connection.execute("SHOW transaction_read_only").fetchone() == ("off",)


def test_a_process_number_that_is_somebody_elses_now_does_not_hold_up_the_start(hard_folder):
    pid_file = hard_folder / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGQUIT)
    until(lambda: not pid_file.exists() and embedded.running(hard_folder) is None, "it did not stop")
    ours = "\n".join([str(os.getpid()), *lines[1:]]) + "\n"
    pid_file.write_text(ours)
    (Path(lines[4]) / ".s.PGSQL.5432.lock").write_text(ours)
    assert embedded.running(hard_folder) is None
    assert embedded.start(data=hard_folder) == embedded.running(hard_folder)
    assert int(pid_file.read_text().splitlines()[0]) != os.getpid()


def test_a_database_that_does_not_start_says_why(tmp_path):
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("9.1\n")
    with pytest.raises(embedded.DatabaseUnavailable, match="did not start from"):
        embedded.start(data=data)


def test_a_database_that_was_killed_is_started_again(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ACASA_VAR", str(tmp_path))
    embedded.start()
    try:
        number = int((tmp_path / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(number, signal.SIGKILL)
        database = serve.Database()
        monkeypatch.setattr(database, "EVERY", 0)
        database._next = 0

        def back() -> bool:
            database.look()
            return bool(embedded.running(tmp_path / "postgres"))

        until(back, "it stayed away")
        assert "PostgreSQL does not answer; it is started again." in capsys.readouterr().out
    finally:
        embedded.stop()
    assert embedded.running(tmp_path / "postgres") is None


def test_stop_ends_a_run_whole_and_what_it_kept_may_go(tmp_path):
    var = tmp_path / "var"
    named = {"DATABASE_URL", "DATABASE_OWNER_URL"}
    run = subprocess.Popen(
        [sys.executable, "-c", "from acasa.foundation.postgres import alone, embedded as e; import signal, sys\n"
         "lock = alone.hold(e.folder().parent); e.start()\n"
         "def end(*_): e.stop(); sys.exit(0)\n"
         "signal.signal(signal.SIGTERM, end); print('on', flush=True); signal.pause()"],
        env={**{k: v for k, v in os.environ.items() if k not in named}, "ACASA_VAR": str(var)},
        stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == "on\n"
    with pytest.raises(alone.StillRuns, match="already runs from"):
        alone.hold(var)
    stopped = offline("stop", var=var)
    assert (stopped.returncode, stopped.stderr) == (0, "")
    assert run.wait(30) == 0
    assert embedded.running(var / "postgres") is None
    shutil.rmtree(var)


def test_stop_says_whom_to_ask_where_a_run_does_not_end(tmp_path):
    with alone.hold(tmp_path), (tmp_path / "run.lock").open("w") as lock:
        lock.write("nobody's number")
        lock.flush()
        stopped = offline("stop", var=tmp_path)
    assert stopped.returncode == 1
    assert "end it there (Ctrl-C)" in stopped.stderr
    assert "Traceback" not in stopped.stderr


# Backup, and the way back


def offline(*arguments: str, var: Path) -> subprocess.CompletedProcess[str]:
    """An `acasa` command where nothing runs."""
    named = {"DATABASE_URL", "DATABASE_OWNER_URL"}
    return subprocess.run(
        [sys.executable, "-m", "acasa", *arguments],
        env={**{k: v for k, v in os.environ.items() if k not in named}, "ACASA_VAR": str(var)},
        capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip


@pytest.fixture(scope="module")
def backup(tmp_path_factory) -> Path:
    """A backup of the Cluj pack's database."""
    file = tmp_path_factory.mktemp("backup") / "acasa.backup"
    with database_copy(f"saved_{WORKER}") as database:
        done = acasa("backup", str(file), database=database)
    assert done.returncode == 0, done.stderr
    return file


def test_a_backup_comes_back_where_nothing_runs_and_can_be_made_there(backup, tmp_path):
    var = tmp_path / "var"
    restored = offline("restore", str(backup), var=var)
    assert restored.returncode == 0, restored.stderr
    assert "PostgreSQL was started for this command" in restored.stderr
    assert embedded.running(var / "postgres") is None
    again = offline("backup", str(tmp_path / "again.backup"), var=var)
    assert again.returncode == 0, again.stderr
    refused = offline("restore", str(backup), var=var)
    assert "has tables already" in refused.stderr
    assert embedded.running(var / "postgres") is None


def test_where_there_is_no_database_there_is_nothing_to_save(tmp_path):
    done = offline("backup", str(tmp_path / "x.backup"), var=tmp_path / "var")
    assert done.returncode == 1
    assert "There is no database in" in done.stderr
    assert not (tmp_path / "var" / "postgres").exists()


def test_what_a_tool_writes_is_never_readable_by_others(tmp_path):
    """From its first byte: the tool itself makes the file, under the mask it is started with."""
    before = os.umask(0o022)
    try:
        run_tool("pg_dump", "--schema-only", f"--file={tmp_path / 'out'}")
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_an_empty_database_is_not_saved(tmp_path):
    with database_copy(f"empty_{WORKER}", empty=True) as database:
        done = acasa("backup", str(tmp_path / "out"), database=database)
    assert "nothing to save" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [0, 200, 2_000, 0.5, -LENGTH - 1, -20])
def test_a_flipped_byte_anywhere_restores_nothing(backup, tmp_path, place):
    content = bytearray(backup.read_bytes())
    content[int(place * len(content)) if isinstance(place, float) else place] ^= 1
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(content)
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(damaged))


def test_a_backup_that_was_broken_off_restores_nothing(backup, tmp_path):
    short = tmp_path / "short.backup"
    short.write_bytes(backup.read_bytes()[:-1000])
    with pytest.raises(CommandError, match="has no checksum at its end"):
        call_command("restore", str(short))


def test_standard_tools_say_the_same_sum_and_read_the_same_file(backup):
    ours = backup.read_bytes()[-LENGTH:].decode().split()[1]
    shell = f"head -c -{LENGTH} '{backup}' | sha256sum"
    assert (
        subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout.split()[0]
        == ours
    )
    run_tool("pg_restore", "--list", str(backup))


# What must be true before anything is served


def test_tables_of_another_version_are_left_alone_in_words():
    with database_copy(f"other_{WORKER}") as database:
        with psycopg.connect(host=SOCKET, user="postgres", dbname=database) as connection:
            connection.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('guide', '0099_of_another', now())"
            )
        done = acasa("prepare", database=database)
        assert done.returncode == 1
        assert "made by another version of Acasă (guide.0099_of_another)" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_database_that_knows_latin_letters_only_is_not_served():
    name = f"latin_{WORKER}"
    embedded.drop_database(SOCKET, name)
    with psycopg.connect(host=SOCKET, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER acasa_owner TEMPLATE template0 LOCALE 'C'")
    try:
        done = subprocess.run(
            [sys.executable, "-c", "import acasa.site.wsgi"],
            env={**os.environ, "DATABASE_URL": embedded.url(SOCKET, embedded.SERVING, name)},
            capture_output=True, text=True, check=False, cwd=REPOSITORY,
        )  # fmt: skip
    finally:
        embedded.drop_database(SOCKET, name)
    assert done.returncode != 0
    assert "knows Latin letters only" in done.stderr
