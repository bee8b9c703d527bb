"""The interface's texts are found where they stand, and a text that would be missed is refused."""

from __future__ import annotations

from gettext import GNUTranslations
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

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
        for audience, catalog in messages._collected(list(messages._found())).items()
    }
    assert found == {"readers": {"Both", "Reader", "Choice"}, "staff": {"Editor", "expected a day", "Column"}}


ROOM_LANGUAGES = ("ro", "fr", "ar", "uk", "ne", "ur", "ps", "bn")


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Two rooms, of which one keeps its texts itself."""
    for room in ("old", "new"):
        (tmp_path / "wing" / room).mkdir(parents=True)
    (tmp_path / "wing" / "old" / "views.py").write_text('_("Everybody says it")')
    new = tmp_path / "wing" / "new"
    (new / "views.py").write_text(
        '_("Everybody says it"); _("Only we"); pgettext("day", "May"); ngettext("a", "b", 2)'
    )
    (new / "grants.py").write_text('_("write"); _("Hello %(name)s")')
    (new / "texts.yaml").write_text("{}\n")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages.settings, "LOCALE_PATHS", [tmp_path / "locale", tmp_path / "locale_staff"])
    return tmp_path


def collect(*options: str) -> str:
    said = StringIO()
    call_command("messages", *options, stdout=said)
    return said.getvalue()


def texts_of(house) -> dict:
    return yaml.safe_load((house / "wing" / "new" / "texts.yaml").read_text("utf-8"))


def test_what_only_one_room_says_stands_in_the_room_in_each_language_that_it_needs(house):
    collect()
    texts = texts_of(house)
    assert {text: tuple(codes) for text, codes in texts.items()} == {
        "write": ("ro",), "Hello %(name)s": ("ro",), "Only we": ROOM_LANGUAGES,
    }  # fmt: skip
    catalogue = (house / "locale" / "fr" / "LC_MESSAGES" / "django.po").read_text("utf-8")
    assert "Everybody says it" in catalogue
    assert "May" in catalogue
    assert 'msgid_plural "b"' in catalogue
    assert "Only we" not in catalogue
    assert "wing/new" not in catalogue.partition("May")[0], "a room leaves no mark on what others say"


def test_what_is_translated_in_a_room_is_what_the_site_says(house):
    collect()
    texts = texts_of(house)
    texts["Only we"]["fr"] = "Nous seuls"
    (house / "wing" / "new" / "texts.yaml").write_text(yaml.safe_dump(texts), "utf-8")
    collect("--compile")
    with (house / "locale" / "fr" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Only we") == "Nous seuls"


def test_a_text_that_another_room_says_too_takes_its_translation_along(house):
    collect()
    texts = texts_of(house)
    texts["Only we"]["fr"] = "Nous seuls"
    (house / "wing" / "new" / "texts.yaml").write_text(yaml.safe_dump(texts), "utf-8")
    (house / "wing" / "old" / "views.py").write_text('_("Everybody says it"); _("Only we")')
    collect()
    assert "Only we" not in texts_of(house)
    assert "Nous seuls" in (house / "locale" / "fr" / "LC_MESSAGES" / "django.po").read_text("utf-8")
    (house / "wing" / "old" / "views.py").write_text('_("Everybody says it")')
    collect()
    assert texts_of(house)["Only we"]["fr"] == "Nous seuls"


def test_what_is_not_translated_is_listed_once_with_its_languages_and_its_file(house):
    said = collect()
    assert "Not translated in wing/new/texts.yaml:\n" in said
    assert "  ro fr ar uk ne ur ps bn: Only we\n" in said
    assert "  ro: write\n" in said
    assert "Not translated in locale/{language}/LC_MESSAGES/django.po:\n" in said
    with pytest.raises(CommandError, match="translations are missing"):
        collect("--check")


def test_a_translation_in_a_room_that_does_not_fit_its_text_is_refused(house):
    collect()
    texts = texts_of(house)
    texts["Hello %(name)s"]["ro"] = "Bună, %(nume)s"
    (house / "wing" / "new" / "texts.yaml").write_text(yaml.safe_dump(texts), "utf-8")
    with pytest.raises(CommandError, match=r"texts\.yaml: Hello"):
        collect("--check")
