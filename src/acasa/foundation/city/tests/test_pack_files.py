"""Hostile and broken files of a pack: each is a fault in words with its line, never a traceback, never much work."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.city.pack_parts import AsOf
from acasa.foundation.packs.files import Fault, PackFolder, PackModel, read_written
from acasa.foundation.packs.rules import texts_longer_than


class Thing(PackModel):
    """A small thing of a pack."""

    id: str
    size: int | None = None
    on: date | None = None
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
    ("id: x\non: 2026-02-30", 2, "valid date"),
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
