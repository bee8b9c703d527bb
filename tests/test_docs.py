"""The documents say what is so: their links lead somewhere, decisions are in order, the drawing is today's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.tools import house
from tests.tools.databases import REPOSITORY, SOURCE

DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
OURS = {"page", "service", "organisation", "word"}
"""How links inside the guide begin; examples of them stand in the documents."""


def name(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def anchors(page: str) -> set[str]:
    """The names under which the headings of a page are found."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_to_a_file_of_the_repository(document):
    for link in LINK.findall(document.read_text("utf-8")):
        path, _hash, anchor = link.partition("#")
        if link.startswith(("https://", "http://")) or path.partition(":")[0] in OURS or path == "…":
            continue
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert target.is_relative_to(REPOSITORY), link
        assert not anchor or anchor in anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_module_that_a_document_names_is_there(document):
    """As ``wing/room/file.py`` or ``room/file.py``; a room that is an example aside."""
    for path in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|yaml|md))`", document.read_text("utf-8")):
        if "notices" in path:
            continue
        places = [REPOSITORY, REPOSITORY / "packs" / "cluj", SOURCE, *(SOURCE / wing for wing in house.WINGS)]
        rooms = [one.parent for one in SOURCE.glob("*/*/apps.py")]
        assert any((place / path).exists() for place in (*places, *rooms)), path


def test_every_document_is_named_in_the_list_of_documents():
    listed = (REPOSITORY / "docs" / "README.md").read_text("utf-8")
    for document in DOCUMENTS:
        if document.is_relative_to(REPOSITORY / "docs") and "decisions" not in document.parts:
            inside = document.relative_to(REPOSITORY / "docs").as_posix()
            assert inside == "README.md" or f"({inside})" in listed, inside


def test_each_decision_has_a_number_of_its_own_and_none_is_left_out():
    names = sorted(path.name for path in (REPOSITORY / "docs" / "explanation" / "decisions").glob("*.md"))
    assert [int(name.split("-")[0]) for name in names] == list(range(1, len(names) + 1))


def test_a_decision_says_what_it_was_about_what_was_decided_and_what_follows():
    for path in (REPOSITORY / "docs" / "explanation" / "decisions").glob("*.md"):
        page = path.read_text("utf-8")
        assert page.startswith("# "), path.name
        assert [
            word for word in ("**Context.**", "**Decision.**", "**Consequences.**") if word not in page
        ] == [], path.name


def test_who_imports_whom_is_drawn_as_it_is():
    page = house.PAGE.read_text("utf-8")
    assert page == house.written(page), "python -m tests.tools.house draws it"


def test_the_code_points_to_no_document_that_is_not_here():
    """A document is named by its path here, or a standard by its number."""
    found = []
    for path in [*SOURCE.rglob("*.py"), *(REPOSITORY / "tests").rglob("*.py")]:
        for named in re.findall(r"[\w./-]+\.md\b", path.read_text("utf-8")):
            if (
                not ({*path.parts} & {"tests", "tools"})
                and not (REPOSITORY / named).exists()
                and "*" not in named
            ):
                found.append((name(path), named))
    assert found == []


def test_every_command_of_ours_is_explained():
    told = (REPOSITORY / "docs" / "reference" / "commands.md").read_text("utf-8")
    commands = {path.stem for path in SOURCE.rglob("management/commands/*.py")} - {"__init__"}
    assert [
        command for command in sorted(commands) if not re.search(rf"`{command}\b|, `{command}\b", told)
    ] == []


def test_the_readme_counts_what_the_pack_holds():
    readme, pack = (REPOSITORY / "README.md").read_text("utf-8"), REPOSITORY / "packs" / "cluj"
    organisations = [yaml.safe_load(path.read_text("utf-8")) for path in pack.glob("directory/*.yaml")]
    services = sum(len(one.get("services") or []) for one in organisations)
    assert f"{len(list(pack.glob('guide/*/*.yaml')))} pages" in readme
    assert re.search(rf"{len(organisations)} organisations\s+with {services} services", readme)
