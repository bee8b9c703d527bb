"""The door of the house: requests are let in one by one, bodies are read within limits, and nobody blocks the door.

Granian calls it on an event loop (RSGI), where a request that waits costs no thread: one whose body comes slowly
holds up nobody. Behind it stands a WSGI application with a fixed number of threads.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop

from .limits import address_of

log = logging.getLogger(__name__)

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process lets in."""

    body: int = MIB
    """Bytes of a form's body."""

    larger: tuple[tuple[str, int], ...] = (("/cms/", 10 * MIB),)
    """Beginnings of addresses where people with an account may send more, with how much."""

    bodies: int = 64 * MIB
    """Bytes that came in of all bodies that are being read at one time; what is only announced takes no room."""

    from_one: int = 32
    """Bodies from one address that are being read at one time; a household or a library needs a few."""

    silence: float = 10.0
    """Seconds after which a body of which nothing more comes is given up."""

    patience: float = 15.0
    """Seconds a body may take, ..."""

    pace: int = 10 * KIB
    """... and one more for each so many bytes that came: a slow telephone is no attack."""

    waiting: int = 200
    """Requests that may wait for a thread."""

    papers: int = 8
    """Requests for a paper that are made or may wait: each takes seconds."""

    def body_at(self, path: str, *, with_session: bool) -> int:
        larger = self.larger if with_session else ()
        return next((most for begin, most in larger if path.startswith(begin)), self.body)

    def seconds_for(self, seen: int) -> float:
        return self.patience + seen / self.pace


_REFUSALS = {
    400: gettext_noop("What you sent did not arrive whole. Please send it again."),
    408: gettext_noop("Sending took too long. Please try again."),
    411: gettext_noop("Your program did not say how much it sends."),
    413: gettext_noop("This is too much for one form. Please send less."),
    503: gettext_noop("Many people are here at the moment. Please try again in a few seconds."),
}


class _Refused(Exception):
    """A request that is not let in, with the status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status

    def answer(self, path: str) -> Answer:
        """In words, in the language of the address."""
        headers = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]
        # Closing ends what may still come in; a full house is no fault of the connection's.
        headers.append(("retry-after", "5") if self.status == 503 else ("connection", "close"))
        language = path.lstrip("/").partition("/")[0]
        with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
            return self.status, headers, f"{translation.gettext(_REFUSALS[self.status])}\n".encode()


class _Line:
    """Requests of one sort, answered by threads of their own; so many may be answered or wait."""

    def __init__(self, name: str, *, threads: int, most: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = most
        self._inside = 0

    async def run(self, application: Callable[..., Iterable[bytes]], environ: Environ) -> Answer:
        """The application's answer. Raises _Refused where too many are inside."""
        if self._inside >= self._most:
            raise _Refused(503)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, _run, application, environ)
        finally:
            self._inside -= 1


class Door:
    """An RSGI application in front of a WSGI application.

    ``at_once`` gives the WSGI answer to what needs no thread (a page in memory), or None; it must not wait.
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        at_once: Callable[[Environ], Callable[..., Iterable[bytes]] | None] = lambda _environ: None,
        threads: int = 4,
        limits: Limits = Limits(),
    ) -> None:
        self.application = application
        self.at_once = at_once
        self.limits = limits
        self._pages = _Line("answer", threads=threads, most=limits.waiting)
        # Whether the database answers is asked by a machine that restarts us: not behind a queue of readers.
        self._readiness = _Line("ready", threads=1, most=limits.waiting)
        # Papers are made beside the pages: however many are asked for, no reader waits behind them.
        self._press = _Line("press", threads=2, most=limits.papers)
        self._arriving = 0
        self._open: Counter[str] = Counter()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            protocol.close(None)
            return
        try:
            status, headers, body = await self._answer(scope, protocol)
        except _Refused as refused:
            status, headers, body = refused.answer(scope.path)
        except Exception:
            log.exception("a request was not answered")
            status, headers, body = 500, [("content-type", "text/plain"), ("connection", "close")], b"Error\n"
        if scope.method == "HEAD" or status in (204, 304):
            protocol.response_empty(status, headers)
        else:
            protocol.response_bytes(status, headers, body)

    async def _answer(self, scope: Any, protocol: Any) -> Answer:
        if scope.path == "/health/" and scope.method in ("GET", "HEAD"):
            return 200, [("content-type", "text/plain"), ("cache-control", "no-store")], b"ok"
        environ = environ_of(scope)
        if at_once := self.at_once(environ):
            return _run(at_once, environ)
        if scope.method not in ("GET", "HEAD", "OPTIONS"):
            environ["wsgi.input"] = BytesIO(await self._body(environ, protocol))
        return await self._line_for(scope.path).run(self.application, environ)

    def _line_for(self, path: str) -> _Line:
        if path.endswith(".pdf"):
            return self._press
        return self._readiness if path.startswith("/health/") else self._pages

    async def _body(self, environ: Environ, protocol: Any) -> bytes:
        """The body of a request, whole. Raises _Refused."""
        declared = environ.get("CONTENT_LENGTH", "")
        if not declared and "HTTP_TRANSFER_ENCODING" in environ:
            raise _Refused(411)
        length = int(declared) if declared.isascii() and declared.isdigit() and len(declared) < 16 else 0
        if not length:
            return b""
        most = self.limits.body_at(environ["PATH_INFO"], with_session=_has_session(environ))
        with self._one_more_from(address_of(environ)):
            if length > most:
                # A browser hears an answer only after it sent all; what is not far too large is let through unread.
                if length <= 8 * most:
                    await self._read(protocol, length, keep=False)
                raise _Refused(413)
            return await self._read(protocol, length, keep=True)

    @contextmanager
    def _one_more_from(self, address: str) -> Iterator[None]:
        """A body from an address is read meanwhile. Raises _Refused where too many are."""
        if self._open[address] >= self.limits.from_one:
            raise _Refused(503)
        self._open[address] += 1
        try:
            yield
        finally:
            self._open[address] -= 1
            if not self._open[address]:  # nobody's address stays
                del self._open[address]

    async def _read(self, protocol: Any, length: int, *, keep: bool) -> bytes:
        """The parts of a body as they come in.

        Raises _Refused where they stop coming, come too slowly, are too few, or all of them do not fit.
        """
        parts: list[bytes] = []
        seen = kept = 0
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(min(self.limits.silence, self.limits.patience)) as end:
                async for part in protocol:
                    seen += len(part)
                    if keep:
                        if self._arriving + len(part) > self.limits.bodies:
                            raise _Refused(503)
                        self._arriving += len(part)
                        kept += len(part)
                        parts.append(bytes(part))
                    end.reschedule(
                        min(clock() + self.limits.silence, started + self.limits.seconds_for(seen))
                    )
        except TimeoutError as error:
            raise _Refused(408) from error
        finally:
            self._arriving -= kept
        if seen != length:
            raise _Refused(400)
        return b"".join(parts)


def _has_session(environ: Environ) -> bool:
    """Whether a cookie says that somebody signed in; Django finds out who."""
    name = f"{settings.SESSION_COOKIE_NAME}="
    return any(cookie.strip().startswith(name) for cookie in environ.get("HTTP_COOKIE", "").split(";"))


def _run(application: Callable[..., Iterable[bytes]], environ: Environ) -> Answer:
    """What a WSGI application answers, whole: its thread is free for the next one while the answer is sent."""
    said: list[Any] = []

    def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
        said[:] = [int(status.split(" ", 1)[0]), headers]

    answer = application(environ, start_response)
    try:
        body = b"".join(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
    return said[0], said[1], body


def environ_of(scope: Any) -> Environ:
    """A request as WSGI says it (PEP 3333)."""
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:  # would become the same as a name with a hyphen, which a proxy may vouch for
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ
