"""The interface's texts are found where they stand, and a text that would be missed is refused."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from acasa.foundation.texts.management.commands import messages
from acasa.foundation.texts.management.commands.messages import _in_python


def found_in(tmp_path, source: str) -> list:
    path = tmp_path / "module.py"
    path.write_text(source, "utf-8")
    return [message for _line, message, _keyword in _in_python(path)]


def test_texts_and_plurals_are_found(tmp_path):
    source = '_("a") + pgettext("day", "b") + ngettext("%(n)s c", "%(n)s d", 2)'
    assert found_in(tmp_path, source) == [("a", None), (("%(n)s c", "%(n)s d"), None), ("b", "day")]


@pytest.mark.parametrize("source", ["f\"{_('a')} b\"", "x = f\"{name}: {ngettext('a', 'b', 2):>9}\""])
def test_a_text_inside_an_f_string_is_refused(tmp_path, source):
    with pytest.raises(CommandError, match=r"module\.py:1: take the text out of the f-string"):
        found_in(tmp_path, source)
    assert found_in(tmp_path, "f'{name} b'") == []


def test_what_only_staff_see_is_apart_and_a_text_of_both_is_the_readers(tmp_path, monkeypatch):
    room = tmp_path / "room"
    room.mkdir()
    (room / "views.py").write_text('_("Both"); _("Reader")')
    (room / "authoring.py").write_text('_("Both"); _("Editor")')
    (room / "rules.py").write_text('Said("expected a day")')
    (room / "models.py").write_text(
        'class Kind(models.TextChoices):\n    A = "a", _("Choice")\n\nclass Row:\n    name = Field(_("Column"))\n'
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    found = {
        audience: {message.id for message in catalog if message.id}
        for audience, catalog in messages._collected().items()
    }
    assert found == {"readers": {"Both", "Reader", "Choice"}, "staff": {"Editor", "expected a day", "Column"}}
