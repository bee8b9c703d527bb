"""A kept page names every room whose content it shows; otherwise it would stay old when that room changes."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from acasa.foundation.city.queries import day_ends
from acasa.foundation.web.public import CACHE_HEADER

from .test_role_matrix import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

# A library's tables are written through the room that uses it.
_ROOM_OF = {"wagtailcore": "guide"}
_TABLE = re.compile(r'(?:FROM|JOIN) "?([a-z]+)_[a-z]+')


def rooms_read(path: str) -> tuple[set[str], list[str] | None]:
    """The rooms whose tables a page asks, and those it names; None where it is not kept."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = Client().get(path)
    mark = answer.get(CACHE_HEADER)
    tables = {room for one in caught.captured_queries for room in _TABLE.findall(one["sql"])}
    return {_ROOM_OF.get(room, room) for room in tables}, mark.split()[1:] if mark else None


@pytest.mark.parametrize("path", [path for path in PUBLIC if not path.endswith(".pdf")])
def test_a_kept_page_names_the_rooms_it_reads(path):
    read, named = rooms_read(path)
    if named:
        assert read <= {*named, "pg", "web"}, path


def test_pages_name_what_they_read():
    kept = [named for path in PUBLIC if (named := rooms_read(path)[1])]
    assert len(kept) > 10
    assert "pathway" not in rooms_read("/en/guide/health/family-doctor/")[1]


@pytest.mark.parametrize("path", PUBLIC)
def test_no_kept_page_outlives_the_citys_day(path):
    mark = Client().get(path).get(CACHE_HEADER)
    if mark:
        assert 0 < int(mark.split()[0]) <= day_ends().timestamp()
