"""A running Acasă with its own database, a real browser, and people of every role."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from acasa.foundation.postgres import embedded
from acasa.site.serve import web_command
from tests.tools import browser as chromium
from tests.tools import clock
from tests.tools.databases import REPOSITORY, SOCKET, acasa, database_copy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Site:
    """A served Acasă: where it is, and which database it reads."""

    root: str
    database: str


def serve(database: str, *, workers: int = 1) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        web_command("127.0.0.1", port, workers=workers),
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "acasa.site.settings",
            "DATABASE_URL": embedded.url(SOCKET, embedded.SERVING, database),
            "ACASA_BASE_URL": root,
            "ACASA_DEMONSTRATION": "1",
            "MALLOC_ARENA_MAX": "2",
        },
        cwd=REPOSITORY,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{root}/health/ready/", timeout=5):
                return process, root
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    process.kill()
    raise RuntimeError("the site did not start")


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site as `make run` serves it, on a database of its own that tests may change."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with database_copy(f"site_{worker}") as database:
        made = acasa("demonstration", database=database, ACASA_DEMONSTRATION="1")
        assert made.returncode == 0, made.stderr
        process, root = serve(database)
        try:
            yield Site(root, database)
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a missing one fails the run."""
    path = chromium.find()
    assert path, "no Chromium on this machine: run `make test`, which installs it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Opens an address in a fresh browser; every request to another host fails the test."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def open_(path: str, *, width: int = 360, height: int = 740, **options) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.clock.set_fixed_time(clock.now())
        page = context.new_page()
        page.on(
            "request", lambda request: strangers.append(request.url) if not _ours(request.url, site) else None
        )
        page.goto(site.root + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert strangers == []


def _ours(url: str, site: Site) -> bool:
    return url.startswith((site.root, "data:", "about:"))
