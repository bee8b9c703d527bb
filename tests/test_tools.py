"""What the tests stand on: one clock for all processes, lanes that hold every test, and nothing of it in the product."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from acasa.foundation.city.queries import local_now
from acasa.site import settings as shipped
from tests.tools import clock
from tests.tools.databases import REPOSITORY, SCREENS, SOURCE, of_the_content, of_the_tables
from tests.tools.lanes import CONTENT, DATED, lane

READS_THE_CLOCK = {
    ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time"),
    ("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"),
}  # fmt: skip


def test_it_is_the_day_that_was_asked_for(cluj, pytestconfig):
    assert str(local_now().date()) == pytestconfig.getoption("today")


def test_the_programs_that_a_test_starts_have_the_same_day(pytestconfig):
    script = "import datetime, time; print(datetime.date.today(), time.strftime('%Y-%m-%d'))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.split() == [pytestconfig.getoption("today")] * 2


def test_the_clock_goes_on():
    before = clock.now()
    while clock.now() == before:
        pass
    assert clock.now() > before


def test_another_day_ends_with_its_block(cluj, pytestconfig):
    with clock.at(date(2027, 5, 2)):
        assert local_now().date() == date(2027, 5, 2)
    assert str(local_now().date()) == pytestconfig.getoption("today")


def test_a_page_in_the_browser_has_the_same_day(open_page, pytestconfig):
    told = open_page("/en/about/").evaluate("new Date().toISOString()")
    assert told.startswith(pytestconfig.getoption("today"))


def test_a_day_before_the_pack_was_loaded_is_refused():
    environment = {name: value for name, value in os.environ.items() if name != clock.SECONDS}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--today", "2026-01-01", "--collect-only", "-p", "no:xdist", __file__],
        env=environment, capture_output=True, text=True, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert done.returncode != 0
    assert "--today: expected 2026-11-18 or later" in done.stderr


def written() -> Iterator[tuple[Path, ast.AST]]:
    for folder in (REPOSITORY / "tests", SOURCE):
        for path in folder.rglob("*.py"):
            if "tests" in path.relative_to(REPOSITORY).parts and "tools" not in path.parts:
                yield path, ast.parse(path.read_text("utf-8"))


def clocks(tree: ast.AST) -> Iterator[int]:
    """The lines that ask what time it is, and not the clock of the city or of the tests."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            if (owner, node.attr) in READS_THE_CLOCK:
                yield node.lineno


def test_no_test_reads_another_clock():
    found = [f"{path.relative_to(REPOSITORY)}:{line}" for path, tree in written() for line in clocks(tree)]
    assert found == [], "use local_now() of the city, or tests.tools.clock.now()"


@pytest.mark.parametrize(
    "source", ["datetime.now(UTC)", "datetime.date.today()", "f(time.time)", "timezone.now()"]
)
def test_another_clock_would_be_found(source):
    assert list(clocks(ast.parse(source))) == [1]


def test_the_ordinary_day_is_a_working_day_without_a_holiday_in_its_week(cluj):
    from acasa.foundation.city.calendar import is_working_day

    week = [clock.ORDINARY + timedelta(days=number) for number in range(7)]
    assert [day for day in week if day.weekday() < 5 and not is_working_day(day)] == []
    assert is_working_day(clock.ORDINARY)


def test_what_a_lane_names_is_there():
    for name in (*CONTENT, *DATED):
        path, _, test = name.partition("::")
        found = REPOSITORY / path
        assert found.exists(), name
        assert not test or f"def {test}" in found.read_text("utf-8"), name


def test_every_test_is_in_one_lane():
    assert lane("tests/test_axe.py::test_x", ["browser"]) == "content"
    assert lane("tests/test_journeys.py::test_x", ["browser", "site"]) == "journeys"
    assert lane("tests/test_guard.py::test_x", ["client"]) == "code"


def test_whatever_loads_the_pack_makes_the_content_anew_when_it_changes():
    script = """if True:
        import sys, django; django.setup()
        from acasa.foundation.packs.management.commands import load
        from acasa.information.ask.management.commands import index
        print(*(module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)))
    """
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    used = {Path(name) for name in told.split() if Path(name).is_relative_to(SOURCE)}
    assert SOURCE / "information" / "guide" / "models" / "pages.py" in used
    used = {path for path in used if path.name not in {"__init__.py", *SCREENS}}
    assert used - {*of_the_content(), *of_the_tables()} == set()


def test_styles_scripts_words_and_tests_make_no_database_anew():
    kinds = {path.suffix for path in {*of_the_content(), *of_the_tables()} if path.is_relative_to(SOURCE)}
    assert kinds == {".py"}


def test_what_is_shipped_has_djangos_own_passwords():
    assert not hasattr(shipped, "PASSWORD_HASHERS")


def test_no_module_of_the_product_stands_on_the_tests():
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.relative_to(SOURCE).parts:
            assert "tests.tools" not in path.read_text("utf-8"), path
