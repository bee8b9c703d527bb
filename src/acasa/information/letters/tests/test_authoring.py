"""The letters' editors: a letter is written as in a file of a pack, and refused where readers could not use it."""

from __future__ import annotations

import shutil
from html import escape

import pytest

from acasa.foundation.packs.files import PackInvalid
from acasa.foundation.packs.loading import read_pack
from acasa.foundation.web.versions import content_version
from acasa.information.letters.kinds import LETTER
from acasa.information.letters.models import Letter
from acasa.information.letters.schemas import FieldSchema, LetterSchema
from tests.form_fields import form_of
from tests.tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]
ROOM = "/cms/snippets/letters/letter/"
EDIT = f"{ROOM}edit/family-doctor-registration/"


@pytest.fixture
def editor():
    return client_of("editor")


def test_what_is_saved_unchanged_stays_as_it_is(editor):
    for row in Letter.objects.all()[::5]:
        address = f"{ROOM}edit/{row.slug}/"
        before = LETTER.entry(row)
        answer = editor.post(address, form_of(editor, address))
        assert answer.status_code == 302, (row.slug, answer.context["form"].errors)
        assert LETTER.entry(Letter.objects.get(pk=row.pk)) == before


@pytest.mark.parametrize(("written", "said"), [("title: [x", "not valid YAML"), ("title: Cerere", "missing")])
def test_what_is_no_letter_is_refused(editor, written, said):
    answer = editor.post(EDIT, form_of(editor, EDIT) | {"written": written})
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors), answer.context["form"].errors


def test_a_letter_names_what_there_is(editor):
    form = form_of(editor, EDIT)
    for old, new, said in (
        ("[full_name]", "[fullname]", "no field “fullname”"),
        ("page: ", "page: stay/nowhere #", "nothing with the name"),
        ("subject: Cerere", "subject: Cerere {no-such-fact}", "no-such-fact"),
        ("scheme: ro.cnp", "scheme: ro.nothing", "nobody knows the scheme “ro.nothing”"),
        ("  scheme: ro.cnp\n", "", "expected for a personal number"),
        ("  called: CNP\n", "", "expected for a personal number"),
        ("kind: person_number", "kind: text", "only for it"),
    ):
        assert old in form["written"]
        answer = editor.post(EDIT, {**form, "written": form["written"].replace(old, new, 1)})
        assert said in str(answer.context["form"].errors), answer.context["form"].errors
    version = content_version()
    answer = editor.post(EDIT, {**form, "written": form["written"].replace("title: ", "title: Nou. ", 1)})
    assert answer.status_code == 302
    assert (
        "/ro/letters/family-doctor-registration/" in editor.get(ROOM).content.decode()
    )  # to be seen as readers do
    assert content_version() > version
    assert "Nou. " in editor.get("/ro/letters/family-doctor-registration/").content.decode()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[full_name]", "[fullname]", "no field “fullname”"),
        ("scheme: ro.cnp", "scheme: ro.nothing", "nobody knows the scheme “ro.nothing”"),
        ("page: health/family-doctor", "page: health/nowhere", "no page"),
    ],
)
def test_a_mistake_in_the_pack_names_file_and_line(cluj_folder, tmp_path, old, new, expected):
    pack, file = tmp_path / "cluj", "letters/family-doctor-registration.yaml"
    shutil.copytree(cluj_folder, pack)
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackInvalid) as raised:
        read_pack(pack)
    assert {(one.file, one.line > 0) for one in raised.value.faults if expected in one.expected} == {
        (file, True)
    }


def test_a_new_letter_begins_with_an_example_that_can_be_kept(editor):
    for language in ("en", "ro"):
        form = form_of(client_of("administrator", language=language), "/cms/snippets/letters/letter/add/")
        answer = editor.post("/cms/snippets/letters/letter/add/", {**form, "slug": f"cerere-{language}"})
        assert answer.status_code == 302, answer.context["form"].errors
    assert Letter.objects.filter(slug__startswith="cerere-").count() == 2


def test_a_letter_starts_from_every_other_one(editor):
    start = "/cms/snippets/letters/letter/add/"
    page = editor.get(start).content.decode()
    for number, one in enumerate(Letter.objects.all()):
        assert f"?from={one.slug}" in page
        form = form_of(editor, f"{start}?from={one.slug}")
        answer = editor.post(start, {**form, "slug": f"copy-{number}"})
        assert answer.status_code == 302, (one.slug, answer.context["form"].errors)
        made = Letter.objects.get(slug=f"copy-{number}")
        assert made.content == one.content, one.slug


@pytest.mark.parametrize(
    ("was", "becomes", "line", "said"),
    [
        ("kind: date", "kind: data", "kind: data", "expected one of"),
        ("[full_name]", "[nume]", "body:", "no field “nume”"),
        ("ask you", "ask {no-such-fact} you", "no-such-fact", "There is no fact “no-such-fact”."),
        ("ask you", "ask [aici](page:x/y) you", "page:x/y", "This link leads nowhere"),
        ("subject:", "subjekt:", "title:", "expected, but it is missing"),
        ("body:", "body: [", "", "not valid YAML"),
        ("addressee:", "addressee: Primăria\nnotes_:", "addressee", "expected a list"),
        ("summary:", "summary: ''\nsheet:", "summary", "expected something, but it is empty"),
        ("required: false", "required: perhaps", "perhaps", "expected true or false"),
        ("subject:", "position: many\nsubject:", "many", "expected a whole number"),
        ("subject:", "position: 12345\nsubject:", "12345", "expected 9999 or less"),
    ],
)
def test_the_faults_of_a_letter_stand_at_the_box_line_by_line_and_the_text_stays(
    editor, was, becomes, line, said
):
    start = "/cms/snippets/letters/letter/add/"
    form = form_of(editor, start)
    text = form["written"].replace(was, becomes, 1)
    assert text != form["written"]
    answer = editor.post(start, {**form, "slug": "cerere", "written": text})
    assert answer.status_code == 200
    found = answer.context["form"].errors["written"]
    number = next((n for n, one in enumerate(text.splitlines(), 1) if line and line in one), None)
    assert any(said in one and one.startswith(f"Line {number or ''}") for one in found), found
    assert answer.context["form"]["written"].value() == text
    assert escape(found[0]) in answer.content.decode()
    assert not Letter.objects.filter(slug="cerere").exists()


def test_the_letters_of_a_pack_are_described(cluj_folder):
    text = (cluj_folder.parents[1] / "docs" / "reference" / "letters.md").read_text(encoding="utf-8")
    for field in {*LetterSchema.model_fields, *FieldSchema.model_fields} - {"position"}:
        assert f"`{field}`" in text, field
