"""The page cache in front of Django: whole answers in memory, right for the content versions of what they read."""

from __future__ import annotations

import gzip
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

import brotli
import psycopg
from django.conf import settings

from . import memory
from .outage import marked
from .public import CACHE_HEADER, PUBLIC_HEADER
from .versions import CHANNEL

log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]
Versions = Mapping[str, int]
"""The content version of each room; a room that is not there has none yet."""
LARGEST = 1024 * 1024
"""Bytes up to which an answer is kept in memory; larger ones (whole booklets) lie on disk."""
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/ld+json",
    "image/svg+xml",
    "application/manifest+json",
)


class VersionWatcher:
    """The content versions, heard from the database. None while they cannot be heard: then nothing is cached."""

    def __init__(self) -> None:
        self.versions: Versions | None = None
        self.unreachable = False
        """Whether the database did not answer when it was asked last."""
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Starts listening; called on the first request, in the process that serves."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._listen, name="content-version", daemon=True)
                self._thread.start()

    def _listen(self) -> None:
        database: dict[str, Any] = settings.DATABASES["default"]
        names = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
        address: dict[str, Any] = {names[key]: database[key] for key in names if database.get(key)}
        told = False
        while True:
            reached = False
            try:
                with psycopg.connect(**address, **database["OPTIONS"], autocommit=True) as connection:
                    reached = True
                    connection.execute(f"LISTEN {CHANNEL}")
                    rows = connection.execute("SELECT room, number FROM web_contentversion").fetchall()
                    self._hear(dict(rows))
                    told = False
                    for notice in connection.notifies():
                        room, _, number = notice.payload.partition(":")
                        self._hear({**(self.versions or {}), room: int(number)})
            except psycopg.Error:
                self.versions = None
                self.unreachable = not reached
                memory.forget(hears=False)
                if not told:
                    log.warning("content version cannot be heard; pages are made anew for each reader")
                told = True
                time.sleep(1)

    def _hear(self, versions: Versions) -> None:
        memory.forget(hears=True)
        self.unreachable = False
        self.versions = versions


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was sent, in three encodings, and of which rooms it reads (none: of all)."""

    versions: Versions
    reads: frozenset[str]
    until: float
    etag: str
    headers: Headers
    bodies: dict[str, bytes]

    def is_right(self, now: Versions) -> bool:
        """Whether nothing that it reads changed since, and its time is not over."""
        if self.until <= time.time():
            return False
        if not self.reads:
            return self.versions == now
        return all(self.versions.get(room) == now.get(room) for room in self.reads)

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + 2000


def _key(environ: dict[str, Any]) -> str:
    return f"{environ.get('HTTP_HOST', '')}{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"


class PageCache:
    """WSGI application that answers public pages from memory and leaves the rest to Django."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, limit: int | None = None) -> None:
        self.application = application
        self.limit = limit or settings.PAGE_CACHE_BYTES
        self.watcher = VersionWatcher()
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        versions = self.watcher.versions
        if versions is None:
            self.watcher.start()
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._answer_form(environ, start_response)
        key = _key(environ)
        if versions is None:
            if self.watcher.unreachable and (last := self._kept.get(key)):
                return _answer_marked(last, environ, start_response)
            return self._ask_django(environ, start_response, None)
        kept = self._fresh(key, versions)
        if kept is None:
            return self._ask_django(environ, start_response, (key, versions))
        return _answer(kept, environ, start_response)

    def _fresh(self, key: str, versions: Versions) -> Kept | None:
        """What may be sent as it is."""
        kept = self._kept.get(key)
        return kept if kept is not None and kept.is_right(versions) else None

    def at_once(self, environ: dict[str, Any]) -> Callable[..., Iterable[bytes]] | None:
        """The answer from memory, which waits for nothing; None where Django is asked."""
        versions = self.watcher.versions
        if versions is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        kept = self._fresh(_key(environ), versions)
        return partial(_answer, kept) if kept else None

    def _behind(self, environ: dict[str, Any]) -> tuple[Iterable[bytes], str, Headers, Any]:
        """What Django answers, with its status and headers, before any of it is sent."""
        caught: list[Any] = []

        def catch(status: str, headers: Headers, exc_info: Any = None) -> None:
            caught[:] = [status, headers, exc_info]

        answer = self.application(environ, catch)
        return answer, *caught

    def _answer_form(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """The answer to a form; one that is everybody's is made small, for it has no secret that a length betrays."""
        answer, status, headers, exc_info = self._behind(environ)
        is_public = (PUBLIC_HEADER, "1") in headers
        headers = [header for header in headers if header[0] != PUBLIC_HEADER]
        named = {name.lower(): value for name, value in headers}
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        if (
            is_public
            and encoding
            and named.get("content-type", "").startswith(_COMPRESSIBLE)
            and "content-encoding" not in named
        ):
            body = _joined(answer)
            small = _FAST[encoding](body)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers += [("Content-Encoding", encoding), ("Content-Length", str(len(small)))]
            answer = [small]
        start_response(status, headers, *([exc_info] if exc_info else []))
        return answer

    def _ask_django(
        self, environ: dict[str, Any], start_response: StartResponse, key: tuple[str, Versions] | None
    ) -> Iterable[bytes]:
        answer, status, headers, exc_info = self._behind(environ)
        mark = next((value for name, value in headers if name == CACHE_HEADER), None)
        if mark is None:
            headers = [header for header in headers if header[0] != PUBLIC_HEADER]
            last = self._kept.get(_key(environ)) if status.startswith("503") else None
            if last:
                _joined(answer)
                return _answer_marked(last, environ, start_response)
            start_response(status, headers, *([exc_info] if exc_info else []))
            return answer
        body = _joined(answer)
        kept = _keep(body, headers, key[1] if key else {}, mark)
        if key and self.watcher.versions is not None and kept.is_right(self.watcher.versions):
            self._store(key[0], kept)
        return _answer(kept, environ, start_response)

    def _store(self, key: str, kept: Kept) -> None:
        if kept.size > LARGEST:
            return
        with self._lock:
            old = self._kept.pop(key, None)
            self._bytes += kept.size - (old.size if old else 0)
            self._kept[key] = kept
            while self._bytes > self.limit and self._kept:
                _key, dropped = self._kept.popitem(last=False)
                self._bytes -= dropped.size


def _joined(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close:
            close()


_FAST: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=3),
    "gzip": lambda body: gzip.compress(body, compresslevel=4, mtime=0),
}


def _keep(body: bytes, headers: Headers, versions: Versions, mark: str) -> Kept:
    until, _, rooms = mark.partition(" ")
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    bodies = {"": body}
    if kind.startswith(_COMPRESSIBLE) and len(body) > 500:
        bodies["br"] = brotli.compress(body, quality=5)
        bodies["gzip"] = gzip.compress(body, compresslevel=6, mtime=0)
    kept_headers = [
        (name, value)
        for name, value in headers
        if name not in (CACHE_HEADER, PUBLIC_HEADER, "Vary")
        and name.lower() not in ("content-length", "etag", "set-cookie")
    ]
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    all_headers = [*kept_headers, ("ETag", etag), ("Vary", "Accept-Encoding")]
    return Kept(versions, frozenset(rooms.split()), float(until), etag, all_headers, bodies)


def _answer_marked(kept: Kept, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """The last page, whatever its version, while there is no database to ask for a newer one."""
    body, headers = marked(kept.bodies[""], kept.headers, environ["PATH_INFO"])
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _answer(kept: Kept, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and (kept.etag in asked or asked == "*"):
        start_response("304 Not Modified", [h for h in kept.headers if h[0] != "Content-Type"])
        return []
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    encoding = next((name for name in ("br", "gzip") if name in accepted and name in kept.bodies), "")
    body = kept.bodies[encoding]
    headers = [*kept.headers, ("Content-Length", str(len(body)))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
