"""The interface's texts are found where they stand, and a text that would be missed is refused."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from acasa.foundation.texts.management.commands.messages import _in_python


def found_in(tmp_path, source: str) -> list:
    path = tmp_path / "module.py"
    path.write_text(source, "utf-8")
    return [message for _line, message in _in_python(path)]


def test_texts_and_plurals_are_found(tmp_path):
    source = '_("a") + pgettext("day", "b") + ngettext("%(n)s c", "%(n)s d", 2)'
    assert found_in(tmp_path, source) == [("a", None), ("b", "day"), (("%(n)s c", "%(n)s d"), None)]


@pytest.mark.parametrize("source", ["f\"{_('a')} b\"", "x = f\"{name}: {ngettext('a', 'b', 2):>9}\""])
def test_a_text_inside_an_f_string_is_refused(tmp_path, source):
    with pytest.raises(CommandError, match=r"module\.py:1: take the text out of the f-string"):
        found_in(tmp_path, source)
    assert found_in(tmp_path, "f'{name} b'") == []
