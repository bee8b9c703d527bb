"""Long prints are made once, and a full or forbidden disk costs nothing but time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

from acasa.foundation.printing.shelf import from_shelf


def test_a_print_is_made_once_however_many_ask(tmp_path):
    made = []

    def make() -> bytes:
        sleep(0.05)
        made.append(1)
        return b"%PDF"

    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda _: from_shelf(tmp_path, "7", "guide-en.pdf", make), range(8)))
    assert set(answers) == {b"%PDF"}
    assert made == [1]


def test_a_new_state_makes_it_anew_and_takes_the_old_ones_away(tmp_path):
    assert from_shelf(tmp_path, "7", "a.pdf", lambda: b"old") == b"old"
    assert from_shelf(tmp_path, "8", "a.pdf", lambda: b"new") == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["8"]


def test_a_disk_that_cannot_be_written_still_gives_the_print(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    assert from_shelf(Path(in_the_way), "7", "a.pdf", lambda: b"made") == b"made"
