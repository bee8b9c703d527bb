"""Letters: every one of the pack comes as paper, correct in its form, and keeps what a person wrote as they wrote it."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from acasa.foundation.city.queries import city, local_now
from acasa.information.pathway import presenting, queries
from acasa.information.pathway.letter_form import BLANK, LetterForm, filled, paragraphs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

VALUES = {
    "text": "Strada Lungă 7", "long": "Am scris de două ori.", "date": "1995-03-04", "cnp": "1800101221144",
    "phone": "0712 345 678", "email": "sita@example.org", "number": "1200,50",
}  # fmt: skip


def filled_in(letter, **own):
    values = {}
    for field in letter.content["fields"]:
        kind = field["kind"]
        values[field["id"]] = field["options"][0]["id"] if kind == "choice" else VALUES[kind]
    return {**values, "full_name": "Çınar Nguyễn-O’Brien", **own}


def pages(answer):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages]


def test_there_are_the_letters_people_need_most():
    assert {
        "family-doctor-registration", "school-enrolment", "landlord-consent", "address-change-immigration",
        "contract-copy-and-wages", "labour-inspectorate-complaint", "discrimination-petition",
        "interpreter-or-appointment", "lost-document-declaration", "recognition-cover-letter",
    } <= {letter.slug for letter in queries.letters()}  # fmt: skip


def test_every_letter_comes_as_paper_in_romanian_with_a_copy(client):
    for letter in queries.letters():
        answer = client.post(f"/en/letters/{letter.slug}/", {**filled_in(letter), "pdf": "yes"})
        assert answer.headers["Content-Type"] == "application/pdf", letter.slug
        assert answer.headers["Cache-Control"] == "no-store"
        sheets = pages(answer)
        first = sheets[0]
        for wanted in (
            "Către:",
            "Subiect:",
            "Stimată doamnă",
            "Cu stimă,",
            "Semnătura:",
            "Çınar Nguyễn-O’Brien",
        ):
            assert wanted in first, (letter.slug, wanted)
        assert f"{local_now().date():%d.%m.%Y}" in " ".join(sheets), letter.slug
        assert "[" not in first, letter.slug
        assert "{" not in first, letter.slug
        assert BLANK not in first, letter.slug
        assert "A copy for you" in " ".join(sheets[1:]), letter.slug
        assert "Subject:" in " ".join(sheets[1:]), letter.slug


def test_in_the_citys_own_language_there_is_no_copy(client):
    letter = queries.letters()[0]
    sheets = pages(client.post(f"/ro/letters/{letter.slug}/", {**filled_in(letter), "pdf": "yes"}))
    assert len(sheets) == 1


def test_nothing_is_lost_where_something_is_wrong(client):
    letter = next(one for one in queries.letters() if one.slug == "family-doctor-registration")
    sent = filled_in(letter, cnp="1234567890123", phone="12", birth_date="soon")
    html = client.post(f"/en/letters/{letter.slug}/", {**sent, "pdf": "yes"}).content.decode()
    for message in ("does not add up", "is no phone number", "This is not a day"):
        assert message in html
    for value in ("Çınar", "1234567890123", "soon"):
        assert value in html
    assert "not finished" in html


def test_names_of_another_script_are_asked_for_in_latin_letters(client):
    letter = next(one for one in queries.letters() if one.slug == "family-doctor-registration")
    sent = {**filled_in(letter, full_name="Олена Шевченко"), "pdf": "yes"}
    answer = client.post(f"/en/letters/{letter.slug}/", sent)
    assert "text/html" in answer.headers["Content-Type"]
    assert "Olena Shevchenko" in answer.content.decode()
    taken = client.post(f"/en/letters/{letter.slug}/", {**sent, "latin": "yes"})
    assert taken.headers["Content-Type"] == "application/pdf"
    assert "Olena Shevchenko" in pages(taken)[0]


def test_what_is_written_is_never_markup(client):
    letter = next(one for one in queries.letters() if one.slug == "family-doctor-registration")
    sent = {**filled_in(letter, full_name="<b>*x*</b> {igi-cluj-phone} [address]"), "live": "yes"}
    html = client.post(f"/en/letters/{letter.slug}/", sent).content.decode()
    assert "&lt;b&gt;*x*&lt;/b&gt; {igi-cluj-phone} [address]" in html
    assert "<b>" not in html


def test_a_paragraph_stands_only_where_its_field_was_filled_in():
    content = {
        "body": [
            {"text": "always"},
            {"text": "if cnp", "field": "cnp"},
            {"text": "if yes", "field": "paid", "options": ["yes"]},
        ]
    }
    assert paragraphs(content, {}) == ["always"]
    assert paragraphs(content, {"cnp": "1", "paid": "no"}) == ["always", "if cnp"]
    assert paragraphs(content, {"paid": "yes"}) == ["always", "if yes"]


def test_a_sentence_has_one_full_stop():
    assert filled("Scriu: [what].", {"what": "Vă rog."}) == "Scriu: Vă rog."
    assert filled("[none], [what]", {"what": "da"}) == f"{BLANK}, da"


def test_every_field_of_every_letter_has_a_label_in_the_readers_language():
    for letter in queries.letters():
        form = LetterForm(letter.content, presenting.readings(city().pivot_language))
        assert len(form.fields) == len(letter.content["fields"])
        assert all(str(field.label).strip() for field in form.fields.values()), letter.slug
