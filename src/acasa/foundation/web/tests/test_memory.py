"""What a process remembers of the content: never more than it can be told to forget."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from acasa.foundation.web import memory


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    yield
    memory.forget(hears=False)


class Source:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_nothing_is_remembered_where_changes_are_not_heard():
    source = Source()
    assert [memory.remembered("x", source) for _again in range(2)] == [1, 2]


def test_a_value_is_made_once_until_the_content_changes():
    memory.forget(hears=True)
    source = Source()
    assert [memory.remembered("x", source) for _again in range(3)] == [1, 1, 1]
    memory.forget()
    assert memory.remembered("x", source) == 2


def test_a_value_read_while_the_content_changed_is_not_kept():
    memory.forget(hears=True)

    def changing() -> str:
        memory.forget()
        return "old"

    assert memory.remembered("x", changing) == "old"
    assert memory.remembered("x", lambda: "new") == "new"


@pytest.mark.django_db
def test_nothing_is_remembered_in_a_transaction_that_may_be_undone():
    memory.forget(hears=True)
    source = Source()
    assert [memory.remembered("x", source) for _again in range(2)] == [1, 2]
