"""`acasa new-room` writes a room that works as it stands: written into a copy of the house, and tried there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from django.core.management import CommandError, call_command

from tests.tools.databases import REPOSITORY

MOST_FILES = 15
"""How many files a room with a table, a kind of the pack, a form and a page may touch; an empty one says nothing."""

COMMAND = import_module("acasa.site.management.commands.new-room")
ROOM = Path("src/acasa/information/notices")


@dataclass(frozen=True)
class House:
    """A copy of the source with a small city, a server of its own, and a new room."""

    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
            "PYTHONPATH": os.pathsep.join([str(self.folder / "src"), os.environ.get("PYTHONPATH", "")]),
            "ACASA_VAR": str(self.folder / "var"),
            "ACASA_TEST_VAR": str(self.folder / "var" / "test"),
            "DJANGO_SETTINGS_MODULE": "acasa.site.settings",
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        }
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )

    def django(self, *commands: str) -> str:
        """What commands of ours say, run one after the other in one process."""
        script = "import django, sys; django.setup(); from django.core.management import call_command\n"
        script += "for line in sys.argv[1:]: call_command(*line.split())"
        done = self.run(sys.executable, "-c", script, *commands)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def files(self) -> dict[str, bytes]:
        """What is kept of the house, by path."""
        kept = [path for top in ("src", "tests") for path in (self.folder / top).rglob("*") if path.is_file()]
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in [*kept, *self.folder.glob("*.toml"), *self.folder.glob("*.py")]
            if path.suffix not in (".pyc", ".mo")
        }


@pytest.fixture(scope="module")
def built() -> Iterator[tuple[House, dict[str, bytes]]]:
    """The house with a room as its developer has it after the steps that the command names; and how it was before.

    Not in pytest's own folder: the pytest inside closes it to all other accounts, and PostgreSQL runs as one of them.
    """
    with TemporaryDirectory(prefix="acasa-house-") as folder:
        yield _built(House(Path(folder)))


def _built(house: House) -> tuple[House, dict[str, bytes]]:
    for name in ("src", "tests"):
        shutil.copytree(REPOSITORY / name, house.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(REPOSITORY / name, house.folder)
    house.django("new-city Cluj --folder packs/cluj", "messages")  # so that nothing is behind before
    before = house.files()
    said = house.django("new-room notices")
    assert "pyproject.toml" in said
    change(house.folder / "pyproject.toml", '\n  "ask",\n', '\n  "notices",\n  "ask",\n')
    house.django("makemigrations notices", "messages")
    change(house.folder / ROOM / "texts.yaml", "''", "Tradus")
    return house, before


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_room_touches_few_files_and_nearly_all_of_them_are_its_own(built):
    house, before = built
    now = house.files()
    touched = sorted(name for name in now if now[name] != before.get(name))
    assert sorted(before) == sorted(name for name in now if name in before)
    assert [name for name in touched if not name.startswith(ROOM.as_posix())] == ["pyproject.toml"]
    assert len([name for name in touched if now[name].strip()]) <= MOST_FILES, touched


@pytest.mark.parametrize(
    "linter",
    [("ruff", "check", "."), ("ruff", "format", "--check", "src"), ("lint-imports",), ("mypy",)],
    ids=str,
)
def test_the_linters_have_nothing_to_say(built, linter):
    house, _before = built
    done = house.run(*linter)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_room_without_a_layer_is_named(built):
    house, _before = built
    file = house.folder / "pyproject.toml"
    whole = file.read_text("utf-8")
    change(file, '  "notices",\n', "")
    done = house.run("lint-imports")
    file.write_text(whole, "utf-8")
    assert done.returncode != 0
    assert "acasa.information.notices" in done.stdout


def test_its_texts_stand_in_the_room_and_a_missing_one_is_listed_with_its_language(built):
    house, _before = built
    file = house.folder / ROOM / "texts.yaml"
    whole = file.read_text("utf-8")
    texts = yaml.safe_load(whole)
    assert set(texts["Notices"]) == {"ro", "fr", "ar", "uk", "ne", "ur", "ps", "bn"}
    assert set(texts["write notices"]) == {"ro"}
    texts["Notices"]["ur"] = texts["Notices"]["bn"] = ""
    file.write_text(yaml.safe_dump(texts, allow_unicode=True), "utf-8")
    done = house.run(sys.executable, "-m", "acasa", "messages", "--check")
    file.write_text(whole, "utf-8")
    assert done.returncode != 0
    assert done.stdout.endswith("notices/texts.yaml:\n  ur bn: Notices\n"), done.stdout


def test_a_column_without_a_migration_is_said_wherever_it_is_met(built):
    """By what makes the tables, by the tests' own start, and by what `make lint` asks."""
    house, _before = built
    file = house.folder / ROOM / "models.py"
    whole = file.read_text("utf-8")
    change(file, "    class Meta:", "    fee = models.IntegerField(default=0)\n\n    class Meta:")
    tried = [
        house.run(sys.executable, "-m", "acasa", "prepare"),
        house.run(
            sys.executable, "-m", "pytest", ROOM.as_posix(), f"--basetemp={house.folder / 'temporary'}"
        ),
    ]
    asked = house.run(sys.executable, "-m", "acasa", "makemigrations", "--check", "--dry-run")
    file.write_text(whole, "utf-8")
    for done in tried:
        assert done.returncode != 0
        assert "(Add field fee to notice). Run `acasa makemigrations notices`" in done.stderr, done.stderr
        assert "Traceback" not in done.stdout + done.stderr
    assert asked.returncode != 0


def test_its_own_tests_and_those_that_cross_rooms_pass(built):
    """The small city has no organisation of the demonstration, so its editor is left out."""
    house, _before = built
    done = house.run(
        sys.executable, "-m", "pytest", ROOM.as_posix(), "tests/test_actions.py", "tests/test_forms.py",
        "tests/test_authoring_forms.py", "tests/test_role_matrix.py", "-k",
        "(notice or Notice or test_actions or no_public_address or address_table) and not directory-editor",
        f"--basetemp={house.folder / 'temporary'}",  # in the common one it would close the folders of tests beside it
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("room", "thing", "because"),
    [
        ("no tices", "notice", "one English word"),
        ("class", "notice", "one English word"),
        ("board", "board", "--one"),
        ("guide", "entry", "already"),
        ("messages", "message", "already"),
        ("rungs", "step", "A kind of the pack"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_words(room, thing, because):
    assert because in COMMAND.why_not(room, thing)


def test_a_name_that_will_do_is_not_refused():
    assert COMMAND.why_not("notices", "notice") == ""


def test_a_room_that_is_there_is_never_written_over(monkeypatch, tmp_path):
    monkeypatch.setattr(COMMAND, "SOURCE", tmp_path)
    (tmp_path / "information" / "notices").mkdir(parents=True)
    with pytest.raises(CommandError, match="already"):
        call_command("new-room", "notices")
    assert list((tmp_path / "information" / "notices").iterdir()) == []
