"""The page cache over the wire: the same bytes as Django, a 304 where nothing changed, new words at once."""

from __future__ import annotations

import gzip
import time
from contextlib import closing

import brotli
import httpx
import psycopg
import pytest

from acasa.foundation.postgres import embedded
from tests.tools import clock
from tests.tools.databases import SOCKET

PATHS = [
    "/ro/",
    "/ar/guide/health/family-doctor/",
    "/en/places/",
    "/en/actors/",
    "/en/guide/health/family-doctor.pdf",
]


def get(site, path, **headers):
    return httpx.get(site.root + path, headers={"Accept-Encoding": "identity", **headers})


def warm(site, path) -> httpx.Response:
    """Reads a page until its version is known and kept."""
    get(site, path)
    time.sleep(0.3)
    return get(site, path)


@pytest.mark.parametrize("path", PATHS)
def test_every_encoding_holds_the_same_bytes(site, path):
    plain = warm(site, path).content
    with httpx.stream("GET", site.root + path, headers={"Accept-Encoding": "br"}) as answer:
        raw = b"".join(answer.iter_raw())
        assert (brotli.decompress(raw) if answer.headers.get("Content-Encoding") == "br" else raw) == plain
    with httpx.stream("GET", site.root + path, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
        assert (gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw) == plain


@pytest.mark.parametrize("path", PATHS)
def test_a_reader_who_has_the_page_gets_304(site, path):
    first = warm(site, path)
    again = get(site, path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_page_says_how_it_may_be_kept(site):
    answer = warm(site, "/en/guide/health/family-doctor/")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "X-Acasa-Cache" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_head_is_answered_without_a_body(site):
    warm(site, "/en/")
    answer = httpx.head(site.root + "/en/")
    assert answer.status_code == 200
    assert answer.content == b""


def test_a_change_is_read_at_once_by_every_reader(site):
    path = "/en/guide/health/family-doctor/"
    before = warm(site, path)
    address = embedded.url(SOCKET, embedded.SERVING, site.database)
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        old = connection.execute(
            "SELECT amount FROM texts_fact WHERE slug = 'family-doctor-change-term'"
        ).fetchone()[0]
        for amount in (4321, old):
            with connection.transaction():
                connection.execute(
                    "UPDATE texts_fact SET amount = %s WHERE slug = 'family-doctor-change-term'", [amount]
                )
                row = connection.execute(
                    "UPDATE web_contentversion SET number = number + 1 WHERE room = 'texts' RETURNING number"
                ).fetchone()
                connection.execute("SELECT pg_notify('acasa_content', %s)", [f"texts:{row[0]}"])
            time.sleep(0.2)
            assert ("4,321" in get(site, path).text) == (amount == 4321)
    assert get(site, path).headers["ETag"] == before.headers["ETag"]


def test_what_is_not_public_is_never_kept(site):
    for path in ("/accounts/login/", "/cms/", "/en/ask/?q=doctor", "/health/ready/"):
        answer = get(site, path)
        assert "public" not in answer.headers.get("Cache-Control", ""), path


def test_pages_of_the_present_hour_end_with_it():
    from acasa.foundation.web.page_cache import Kept, PageCache

    def application(environ, start_response):
        start_response(
            "200 OK",
            [("Content-Type", "text/plain"), ("X-Acasa-Cache", f"{int(clock.now().timestamp()) + 1} texts")],
        )
        return [str(clock.now().timestamp()).encode()]

    cache = PageCache(application, limit=10_000)
    cache.watcher.versions = {"texts": 7}

    def ask() -> bytes:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/ro/", "QUERY_STRING": ""}
        return b"".join(cache(environ, lambda *_: None))

    first = ask()
    assert ask() == first
    time.sleep(1.1)
    assert ask() != first
    cache.watcher.versions = {"texts": 8}
    assert isinstance(next(iter(cache._kept.values())), Kept)
    assert ask() != first


def test_the_cache_stays_within_its_bounds():
    from acasa.foundation.web.page_cache import PageCache

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), ("X-Acasa-Cache", "9999999999")])
        return [b"x" * 3000]

    cache = PageCache(application, limit=50_000)
    cache.watcher.versions = {"texts": 1}
    for number in range(200):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/ro/{number}", "QUERY_STRING": ""}
        b"".join(cache(environ, lambda *_: None))
    assert cache._bytes <= 50_000
    assert cache._bytes == sum(kept.size for kept in cache._kept.values())


def test_a_page_stays_until_a_room_that_it_reads_changes():
    from acasa.foundation.web.page_cache import PageCache

    asked = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        start_response(
            "200 OK", [("Content-Type", "text/plain"), ("X-Acasa-Cache", "9999999999 guide texts")]
        )
        return [b"x"]

    cache = PageCache(application, limit=50_000)
    for versions in ({"guide": 1}, {"guide": 1, "pathway": 1}, {"guide": 1, "pathway": 2}):
        cache.watcher.versions = versions
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/ro/", "QUERY_STRING": ""}
        b"".join(cache(environ, lambda *_: None))
    assert len(asked) == 1
    cache.watcher.versions = {"guide": 1, "pathway": 2, "texts": 1}
    b"".join(cache(environ, lambda *_: None))
    assert len(asked) == 2


def test_what_one_person_sent_is_not_made_small_and_the_mark_of_the_public_stays_inside():
    from acasa.foundation.web.page_cache import PageCache

    def answered(*marks):
        def application(environ, start_response):
            start_response("200 OK", [("Content-Type", "text/html"), *marks])
            return [b"x" * 3000]

        caught = {}
        environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/x/", "HTTP_ACCEPT_ENCODING": "br"}
        cache = PageCache(application, limit=50_000)
        cache.watcher.versions = {}
        b"".join(cache(environ, lambda _status, headers, *_: caught.update(headers)))
        return caught

    assert answered(("X-Acasa-Public", "1"))["Content-Encoding"] == "br"
    assert "X-Acasa-Public" not in answered(("X-Acasa-Public", "1"))
    assert "Content-Encoding" not in answered()
