"""Hostile and broken files of a pack: each is a fault in words with its line, never a traceback, never much work."""

from __future__ import annotations

import os
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from acasa.foundation.city.pack_parts import AsOf
from acasa.foundation.packs.files import OTHER, Fault, PackFolder, PackModel, problems, read_written
from acasa.foundation.packs.rules import texts_longer_than


class Thing(PackModel):
    """A small thing of a pack."""

    id: str
    size: int | None = None
    on: date | None = None
    hour: time | None = None
    at: datetime | None = None
    weight: float | None = None
    price: Decimal | None = None
    open: bool = False
    days: list[date] = []
    as_of: AsOf | None = None
    parts: list[dict[str, str]] = []


def faults(text: str) -> list[Fault]:
    return read_written(text, Thing)[1]


HOSTILE = [
    ("id: x\nparts: &all [*all]", 2, "repeats nothing"),
    ("id: &a [x, x]\nparts: [*a, *a]", 2, "repeats nothing"),
    ("id: x\n<<: {size: 1}", 2, "name of a field"),
    ("[" * 100_000, 1, "inside one another"),
    ("- " * 5_000 + "x", 1, "inside one another"),
    ("id: x\n? [a, b]\n: c", 2, "name of a field"),
    ("id: x\n? {a: b}\n: c", 2, "name of a field"),
    ("id: x\n1: c", 2, "name of a field"),
    ("id: x\n~: c", 2, "name of a field"),
    ("id: x\nsize: " + "9" * 5_000, 2, "digits"),
    ("id: x\nsize: 0." + "9" * 5_000, 2, "digits"),
    ("id: x\nparts: [" + "{a: b}," * 20_000 + "]", 2, "less in one file"),
    ("id: " + "x" * 30_000, 1, "at most 20000 characters"),
    ('id: "x\\0y"', 1, "NUL"),
    ("id: x\0y", 1, "NUL"),
    ("id: !!binary aGVsbG8=", 1, "not known here"),
    ("id: !!python/name:os.system x", 1, "not known here"),
    ("id: x\non: 2026-02-30", 2, "a day of the calendar"),
    ("id: x\nas_of: 2026-02-30", 2, "of the calendar"),
    ("id: x\nid: y", 2, "only once"),
]


@pytest.mark.parametrize(("text", "line", "expected"), HOSTILE, ids=[text[:30] for text, *_ in HOSTILE])
def test_what_no_pack_needs_is_refused_in_words_with_its_line(text, line, expected):
    found = faults(text)
    assert found
    assert (found[0].line, expected in found[0].expected) == (line, True), found


@given(st.text(alphabet="ab:- \n[]{}*&!?#'\"|>%@`~0,.<\t\\\x00é\ufeff", max_size=80))
def test_whatever_is_written_is_read_or_refused(text):
    entry, found = read_written(text, Thing)
    assert (entry is None) == bool(found)
    assert all(str(fault) for fault in found)


@pytest.fixture
def folder(tmp_path: Path) -> PackFolder:
    (tmp_path / "pack").mkdir()
    return PackFolder(tmp_path / "pack")


def test_a_link_that_leads_out_of_the_pack_is_not_read(folder, tmp_path):
    (tmp_path / "secret.md").write_text("# Secret\n\nWords.\n")
    os.symlink(tmp_path / "secret.md", folder.root / "page.md")
    assert list(folder.files("*.md")) == []
    assert "leads out of it" in str(folder.faults[0])


def test_a_linked_folder_that_leads_out_of_the_pack_is_not_read(folder, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "thing.yaml").write_text("id: x\n")
    os.symlink(tmp_path / "elsewhere", folder.root / "things", target_is_directory=True)
    assert list(folder.files("things/*.yaml")) == []
    assert len(folder.faults) == 1


def test_a_link_inside_the_pack_is_read(folder):
    (folder.root / "a.md").write_text("# A\n")
    os.symlink("a.md", folder.root / "b.md")
    assert [path.name for path in folder.files("*.md")] == ["a.md", "b.md"]


def test_a_byte_order_mark_is_no_part_of_the_text(folder):
    (folder.root / "page.md").write_bytes(b"\xef\xbb\xbf# About\n")
    assert folder.text(folder.root / "page.md") == "# About\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"\xff\xfeA", "UTF-8"), (b"# A\n\nb\0c", "NUL"), (b"x" * 1_100_000, "at most 1024 KB")],
)
def test_a_file_that_is_no_text_is_named(folder, content, expected):
    (folder.root / "page.md").write_bytes(content)
    assert folder.text(folder.root / "page.md") is None
    assert expected in str(folder.faults[0])


@given(
    st.recursive(st.text(max_size=8), lambda deeper: st.lists(deeper) | st.dictionaries(st.text(), deeper))
)
def test_long_texts_are_found_where_they_stand(data):
    for place in texts_longer_than(data, 4):
        found = data
        for part in place:
            found = found[part]
        assert len(found) > 4


MISTAKEN = [
    ("hour: 18", "a time such as 18:30, found 18"),
    ("hour: '18'", "a time such as 18:30"),
    ("hour: half past six", "a time such as 18:30"),
    ("on: 20261130", "a day of the calendar such as 2026-11-30"),
    ("days: [2026-11-30, 5]", "a day of the calendar such as 2026-11-30, found 5"),
    ("at: 5", "a day and a time such as"),
    ("open: 'yes'", "true or false, found 'yes'"),
    ("open: 1", "true or false"),
    ("size: '3'", "a whole number, found '3'"),
    ("size: true", "a whole number"),
    ("size: 1.5", "a whole number"),
    ("weight: heavy", "a number such as 12.5"),
    ("price: true", "a number such as 12.5"),
]


@pytest.mark.parametrize(("line", "expected"), MISTAKEN, ids=[line for line, _ in MISTAKEN])
def test_nothing_is_taken_for_another_thing_and_what_is_expected_is_said_in_our_words(line, expected):
    (fault,) = faults(f"id: x\n{line}")
    assert (fault.line, expected in fault.expected) == (2, True), fault


def test_what_is_written_as_it_should_be_is_read():
    text = "id: 7\nhour: 18:30\non: 2026-11-30\nat: 2026-11-30 18:30\nweight: 3\nprice: 2.50\nopen: true\nsize: 3"
    entry, found = read_written(text, Thing)
    assert (found, entry.data["hour"], entry.data["id"]) == ([], "18:30:00", "7")


@pytest.mark.parametrize(
    ("line", "expected"),
    [("wieght: 3", "did you mean “weight”?"), ("colour: red", "expected one of: as_of, at, days, hour")],
)
def test_an_unknown_field_is_answered_with_the_known_ones(line, expected):
    (fault,) = faults(f"id: x\n{line}")
    assert expected in fault.expected


BAD: list[object] = [
    {},
    [],
    [{}],
    ["x"],
    {"x": 1},
    "x",
    "",
    "x" * 20_000,
    1,
    -1,
    10**9,
    1.5,
    float("nan"),
    True,
    None,
    "1999-99-99",
]


def schemas() -> list[type[PackModel]]:
    found, waiting = [], [PackModel]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        found += [one for one in subclasses if one.__module__.startswith("acasa.")]
        waiting += subclasses
    return sorted(found, key=lambda one: one.__qualname__)


def test_no_schema_of_a_pack_needs_the_words_of_a_library():
    """Every field of every room's schema is given what cannot be right."""
    assert len(schemas()) > 30
    for schema in schemas():
        for name, known in schema.model_fields.items():
            for value in BAD:
                try:
                    schema.model_validate({known.alias or name: value})
                except ValidationError as error:
                    said = [expected for _place, expected in problems(error, schema)]
                    assert OTHER not in [one.wording for one in said], (schema, name, value, said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("club.yaml", "club.yaml: nothing here is read under this name; did you mean “clubs.yaml”?"),
        ("directori/igi.yaml", "directori/: nothing here is read under this name; did you mean “directory/”?"),
        ("directory/igi.yml", "directory/igi.yml: nothing here is read under this name; did you mean “directory/igi.yaml”?"),
        ("guide/health/doctor.yam", "guide/health/doctor.yam: nothing here is read under this name; did you mean “guide/health/doctor.yaml”?"),
        ("holidays.xlsx", "holidays.xlsx: nothing here is read under this name; the names that are read stand in docs/reference/packs.md"),
    ],
)  # fmt: skip
def test_a_file_that_nothing_reads_is_a_mistake_with_the_nearest_known_name(folder, name, said):
    for known in (
        "clubs.yaml",
        "directory/known.yaml",
        "guide/health/known.yaml",
        name,
        "README.md",
        ".git/config",
        "spelling/ro.txt",
    ):
        path = folder.root / known
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    for pattern in ("clubs.yaml", "directory/*.yaml", "guide/*/*.yaml"):
        list(folder.files(pattern))
    assert [str(fault) for fault in folder.unread()] == [said]
