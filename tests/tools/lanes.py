"""The lanes of the test run (a pytest plugin): every test belongs to one, and the marker of a lane chooses it.

``code`` is what a change to the code is checked by, ``journeys`` drive a real browser, ``content`` reads the whole
pack. ``dated`` marks what may turn out otherwise on another day: CI runs those tests on more days than one.
"""

from __future__ import annotations

import pytest

CONTENT = (
    "tests/test_accessibility.py",
    "tests/test_axe.py",
    "tests/test_guide_texts.py",
    "tests/test_new_room.py",
    "src/acasa/information/guide/tests/test_printing.py::test_every_",
    "src/acasa/information/guide/tests/test_printing.py::test_a_topic_is_one_booklet",
    "src/acasa/information/guide/tests/test_printing.py::test_the_whole_guide",
    "src/acasa/information/pathway/tests/test_personas.py",
    "tests/test_path_paper.py::test_every_path",
)
"""Beginnings of the names of tests that go through everything in the pack, or build a house of their own; all others are
code, or a journey."""

DATED = (
    "src/acasa/foundation/city/tests/test_calendar.py",
    "src/acasa/foundation/feed/tests/",
    "src/acasa/information/directory/tests/test_hours.py",
    "src/acasa/information/guide/tests/test_links_and_clock.py",
    "src/acasa/information/guide/tests/test_publishing.py::test_what_is_overdue",
    "src/acasa/information/guide/tests/test_printing.py::test_every_page_is_pdf_ua",
    "src/acasa/information/letters/tests/test_letters.py::test_nobody_is_born",
    "tests/test_facts.py::test_the_list_is_filtered",
    "tests/test_feed.py",
    "tests/test_page_cache.py::test_a_change_is_read_at_once",
    "tests/test_path_paper.py::test_a_",
    "tests/test_path_shared.py",
    "tests/test_tools.py::test_it_is_the_day",
)
"""Beginnings of the names of tests in which today decides something."""


def pytest_configure(config: pytest.Config) -> None:
    for line in (
        "code: needs neither a browser nor the whole pack (`make check`)",
        "journeys: drives a real Chromium (`make journeys`)",
        "content: goes through the whole pack (`make content`)",
        "dated: may turn out otherwise on another day",
    ):
        config.addinivalue_line("markers", line)


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(lane(item.nodeid, getattr(item, "fixturenames", ())))
        if item.nodeid.startswith(DATED):
            item.add_marker("dated")


def lane(name: str, fixtures: tuple[str, ...] | list[str]) -> str:
    """The lane of a test by its name and by what it asks for."""
    if name.startswith(CONTENT):
        return "content"
    return "journeys" if "browser" in fixtures else "code"
