"""Letters: every one of the pack comes as paper, correct in its form, and keeps what a person wrote as they wrote it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from django.core.cache import caches
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pypdf import PdfReader

import acasa
from acasa.foundation.city.queries import city, local_now
from acasa.foundation.texts.queries import read
from acasa.foundation.texts.typed import read_number
from acasa.information.letters import presenting, printing, queries
from acasa.information.letters.authoring_forms import letter_text
from acasa.information.letters.filling import BLANK, filled, paragraphs
from acasa.information.letters.form import LetterForm
from acasa.information.letters.kinds import LETTER
from acasa.information.letters.latin import is_foreign, suggestion
from acasa.information.letters.schemas import LetterSchema

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

VALUES = {
    "name": "Sita Thapa", "text": "Strada Lungă 7", "long": "Am scris de două ori.", "date": "1995-03-04", "person_number": "1800101221144",
    "phone": "0712 345 678", "email": "sita@example.org", "number": "1200,50",
}  # fmt: skip


def filled_in(letter, **own):
    values = {}
    for field in letter.content["fields"]:
        kind = field["kind"]
        values[field["id"]] = field["options"][0]["id"] if kind == "choice" else VALUES[kind]
        if field.get("when") == "future":
            values[field["id"]] = (local_now().date() + timedelta(days=30)).isoformat()
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
        answer = client.post(f"/en/letters/{letter.slug}/", {**filled_in(letter), "pdf": "yes"}, follow=True)
        assert answer.headers["Content-Type"] == "application/pdf", letter.slug
        assert "no-store" in answer.headers["Cache-Control"]
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
    sheets = pages(
        client.post(f"/ro/letters/{letter.slug}/", {**filled_in(letter), "pdf": "yes"}, follow=True)
    )
    assert len(sheets) == 1


def test_nothing_is_lost_where_something_is_wrong(client):
    letter = next(one for one in queries.letters() if one.slug == "family-doctor-registration")
    sent = filled_in(letter, cnp="1234567890123", phone="12", birth_date="soon")
    html = client.post(f"/en/letters/{letter.slug}/", {**sent, "pdf": "yes"}, follow=True).content.decode()
    for message in ("does not add up", "is no phone number", "This is not a day"):
        assert message in html
    for value in ("Çınar", "1234567890123", "soon"):
        assert value in html
    assert "not finished" in html


def post(client, slug="family-doctor-registration", language="en", button="pdf", pressed="yes", **own):
    letter = next(one for one in queries.letters() if one.slug == slug)
    address = f"/{language}/letters/{slug}.pdf" if button == "pdf" else f"/{language}/letters/{slug}/"
    return client.post(address, {**filled_in(letter, **own), button: pressed}, follow=True)


def test_a_suggested_name_goes_into_the_field_and_the_paper_waits(client):
    answer = post(client, full_name="олена шевченко")
    assert "text/html" in answer.headers["Content-Type"]
    html = answer.content.decode()
    assert "Olena Shevchenko" in html
    assert 'name="take" value="full_name"' in html
    taken = post(client, full_name="олена шевченко", button="take", pressed="full_name").content.decode()
    assert 'value="Olena Shevchenko"' in taken
    assert "check every letter" in taken
    assert pages(post(client, full_name="Olena Shevchenko"))[0].startswith("Olena Shevchenko")


@pytest.mark.parametrize("name", ["فاطمہ بی بی", "דוד", "李明", "Fatima بی بی"])
def test_a_script_that_does_not_say_how_a_name_sounds_gets_no_suggestion(client, name):
    answer = post(client, full_name=name)
    assert "text/html" in answer.headers["Content-Type"]
    html = answer.content.decode()
    assert "&lt;&lt;&lt;" in html
    assert 'name="take"' not in html
    assert name in html
    assert 'href="#id_full_name"' in html
    forced = post(client, full_name=name, button="take", pressed="full_name").content.decode()
    assert f'value="{name}"' in forced


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("সীতা থাপা", "Sita Thapa"), ("सीता थापा", "Sita Thapa"), ("राजेन्द्र", "Rajendra"), ("শর্মা", "Sharma"),
        ("রহিমা খাতুন", "Rahima Khatun"), ("फ़ातिमा", "Fatima"), ("Юлія Згурська", "Yuliia Zghurska"),
        ("გიორგი ბერიძე", "Giorgi Beridze"), ("Αλέξανδρος Παπαδόπουλος", "Alexandros Papadopoulos"),
        ("Ștefan Олена", "Ștefan Olena"), ("Çınar Nguyễn-O’Brien", ""), ("محمد", ""), ("ก", ""), ("12", ""),
    ],
)  # fmt: skip
def test_suggestions_have_their_vowels_and_capitals(written, latin):
    assert suggestion(written, "en") == latin


@pytest.mark.parametrize(
    ("written", "language", "latin"),
    [
        ("Галина Гринько", "uk", "Halyna Hrynko"), ("Галина", "en", "Galina"), ("Мар’яна", "uk", "Mariana"),
        ("Крылов", "uk", "Krylov"), ("O’Brien Галина", "uk", "O’Brien Halyna"), ("Юлія", "ro", "Yuliia"),
    ],
)  # fmt: skip
def test_a_name_without_letters_of_its_own_is_read_as_its_reader_reads_it(written, language, latin):
    assert suggestion(written, language) == latin


def test_a_reader_of_ukrainian_gets_the_name_as_in_ukrainian_passports(client):
    assert "Halyna" in post(client, language="uk", full_name="Галина").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "Əliyeva Günel",
        "Ɛdɔm Ɔkɔ",
        "Ɓura Ɗan",
        "Oʻgʻiloy",
        "Marʼyana",
        "Ŋaɣa",
        "Nguyễn Thị",
        "Mª José",
        "Þóra Ðữ",
    ],
)
def test_every_latin_letter_is_read_and_keeps_its_spelling(name):
    assert not is_foreign(name)
    assert suggestion(name, "en") == ""


@pytest.mark.parametrize("name", ["Əliyev Şirin", "Ɛdɔm Ɓu Ɗan Ɔkɔ", "Oʻgʻil Marʼyana"])
def test_a_name_in_rare_latin_letters_stands_on_the_paper_as_it_is_written(client, name):
    answer = post(client, full_name=name)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert pages(answer)[0].startswith(name)
    assert b"pdfuaid" in PdfReader(BytesIO(answer.content)).trailer["/Root"]["/Metadata"].get_data()


def test_own_words_that_the_clerk_cannot_read_are_marked_and_stop_nothing(client):
    slug = "labour-inspectorate-complaint"
    live = post(client, slug, events="مجھے تنخواہ نہیں ملی", button="live").content.decode()
    assert (
        "The clerk cannot read this"
        in live.partition('data-note="id_events_note"')[2].partition("</template>")[0]
    )
    sheets = pages(post(client, slug, events="Мені не заплатили"))
    assert "The clerk cannot read what you wrote" in sheets[-1]
    assert "The clerk cannot read" not in " ".join(pages(post(client, slug)))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("7500", "7500"), ("7.500", "7500"), ("7,500", "7500"), ("1 500", "1500"), ("1\u00a0500,5", "1500.5"),
        ("1.500,50", "1500.50"), ("1,500.50", "1500.50"), ("1200,50", "1200.50"), ("1,20,000", "120000"),
        ("۷۵۰۰", "7500"), ("٧٬٥٠٠٫٥", "7500.5"), ("७,५००", "7500"), ("৭৫০০", "7500"), ("1.234.567 lei", "1234567"),
        ("abc", None), ("", None), ("-5", None), ("1.2.3", None), ("7.50.00", None), ("12.3456", None), ("1.500.50", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_written_anywhere(written, number):
    assert read_number(written, units=["RON", "lei"]) == (None if number is None else Decimal(number))


@given(
    st.decimals(min_value=0, max_value=10**11, places=2),
    st.sampled_from([(".", ","), (",", "."), (" ", ",")]),
)
def test_a_number_is_the_same_with_every_separator(number, marks):
    written = f"{number:,.2f}".translate({ord(","): marks[0], ord("."): marks[1]})
    assert read_number(written) == number


def test_a_sum_stands_in_the_letter_as_the_country_writes_it(client):
    assert "7.500" in pages(post(client, "labour-inspectorate-complaint", unpaid_sum="٧٥٠٠"))[0]


@pytest.mark.parametrize("written", ["7500 lei", "7.500 RON", "7500 de lei.", "7500Lei"])
def test_a_sum_may_bring_the_name_of_the_citys_money(client, written):
    assert "7.500" in pages(post(client, "labour-inspectorate-complaint", unpaid_sum=written))[0]


def test_a_sum_of_other_money_is_not_taken_for_the_citys(client):
    html = post(client, "labour-inspectorate-complaint", unpaid_sum="7500 EUR").content.decode()
    assert "This is no number" in html


def test_digits_of_other_scripts_reach_the_clerk_as_ours(client):
    first = pages(post(client, passport="AB ۱۲۳۴۵", phone="۰۷۱۲ ۳۴۵ ۶۷۸", cnp="۱۸۰۰۱۰۱۲۲۱۱۴۴"))[0]
    assert "AB 12345" in first
    assert "0712 345 678" in first
    assert "1800101221144" in first


def test_every_error_is_one_of_ours(client):
    """Where Django's own words would stand, a reader of Urdu would get English."""
    letter = next(one for one in queries.letters() if one.slug == "labour-inspectorate-complaint")
    readings = presenting.readings("en").joined(read(["It", "A"], "en"))
    wrong = {
        "name": ["", "x" * 300, "a\0b"], "text": ["", "x" * 300, "a\0b"], "long": ["x" * 4000, "a\0b"],
        "date": ["soon", "x" * 70, "a\0b"], "person_number": ["12", "9" * 70], "phone": ["12", "x" * 70],
        "email": ["x@", "x" * 200 + "@example.org", "a\0b"], "number": ["x", "9" * 20, "9" * 70], "choice": ["", "nothing"],
    }  # fmt: skip
    for kind, values in wrong.items():
        field = {
            "id": "it",
            "label": "It",
            "kind": kind,
            "required": True,
            "options": [{"id": "a", "label": "A"}],
            "scheme": "ro.cnp",
            "called": "CNP",
        }
        for value in values:
            with translation.override("en"):
                form = LetterForm({**letter.content, "fields": [field]}, readings, {"it": value})
                said = [str(error) for error in form.errors["it"]]
            assert said, (kind, value)
            ours = "fill this in|too long|Choose one|no letter|not a day|add up|no phone|no e-mail|no number"
            assert all(re.search(ours, error) for error in said), (kind, value, said)


def test_errors_are_listed_first_and_lead_to_their_fields(client):
    html = post(client, birth_date="soon", insurance="").content.decode()
    for name in ("birth_date", "insurance"):
        assert f'<a href="#id_{name}"' in html
        assert f'aria-describedby="id_{name}_error' in html
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert re.search('<input type="text" name="birth_date" value="soon"', html)


@pytest.mark.parametrize("button", ["pdf", "preview", "take"])
def test_a_day_written_as_we_ask_stays_where_something_else_is_wrong(client, button):
    html = post(
        client, birth_date="31.12.1995", phone="12", full_name="Олена", button=button
    ).content.decode()
    assert re.search('<input type="date" name="birth_date" value="1995-12-31"', html)
    html = post(client, birth_date="۳۱.۱۲.۱۹۹۵", phone="12", button="preview").content.decode()
    assert re.search('<input type="date" name="birth_date" value="1995-12-31"', html)


def test_what_is_no_day_stays_as_it_was_written_before_the_paper_is_asked_for(client):
    html = post(client, birth_date="winter 1995", button="preview").content.decode()
    assert re.search('<input type="text" name="birth_date" value="winter 1995"', html)


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("7000229120005", True),  # born on 29 February 2000
        ("8000229123459", True),
        ("7990229120006", False),  # no 29 February in 1999 nor in 2099
        ("7000230120006", False),
        ("7000229120006", False),  # another last digit
        ("5120229120004", True),
        ("70002291200", False),
        ("7abc229120005", False),
        ("70002291200²5", False),
    ],
)
def test_a_cnp_of_a_resident_from_abroad_is_right_in_either_century(client, number, right):
    answer = post(client, cnp=number)
    assert (answer.headers["Content-Type"] == "application/pdf") == right
    assert right or "does not add up" in answer.content.decode()


def test_a_number_that_does_not_add_up_is_called_as_the_letter_calls_it(client):
    html = post(client, cnp="7000229120006").content.decode()
    assert "This number does not add up" in html
    assert "(CNP)" in html


@pytest.mark.parametrize(
    ("number", "right"), [("8112289874", True), ("811228-9874", True), ("8112289875", False)]
)
def test_a_personal_number_is_checked_as_its_own_country_does(number, right):
    field = {
        "id": "number", "label": "A", "kind": "person_number", "required": False, "scheme": "se.personnummer",
        "called": "personnummer",
    }  # fmt: skip
    readings = presenting.readings("en").joined(read(["A"], "en"))
    form = LetterForm({"fields": [field]}, readings, {"number": number})
    assert form.is_valid() == right
    assert right or "(personnummer)" in str(form.errors)


PAGE, PAPER = "/en/letters/family-doctor-registration/", "/en/letters/family-doctor-registration.pdf"


def test_the_paper_has_an_address_of_its_own_to_which_forms_are_sent(client):
    looked = client.get(PAPER)
    assert (looked.status_code, looked["Location"]) == (302, PAGE)
    whole = filled_in(queries.letter("family-doctor-registration"))
    for address, sent, sent_on in ((PAGE, whole, PAPER), (PAPER, {}, PAGE)):
        answer = client.post(address, {**sent, "pdf": "yes"})
        assert (answer.status_code, answer["Location"]) == (307, sent_on)  # the form goes along
        assert answer["Cache-Control"] == "private, max-age=0"  # it is gone back to
    assert client.post(PAPER.replace("/en/", "/xx/"), whole).status_code == 404


def test_every_button_that_makes_the_paper_sends_the_form_to_its_address(client):
    buttons = re.findall('<button[^>]*name="pdf"[^>]*>', client.get(PAGE).content.decode())
    assert len(buttons) == 2
    assert all(f'formaction="{PAPER}"' in one for one in buttons)


@pytest.mark.parametrize(
    ("language", "named"),
    [("en", "Romanian, English"), ("fr", "roumain, anglais"), ("uk", "румунська, англійська")],
)
def test_the_languages_that_clerks_read_are_the_citys_as_the_reader_calls_them(client, language, named):
    answer = post(client, "labour-inspectorate-complaint", language, "live", events="আমি বেতন পাইনি")
    assert named in answer.content.decode()


def test_nobody_is_born_on_a_day_to_come(client):
    today = local_now().date()
    html = post(client, birth_date=f"{today + timedelta(days=1):%d.%m.%Y}").content.decode()
    assert "This day is still to come" in html
    assert 'href="#id_birth_date"' in html
    child = post(client, "school-enrolment", child_birth_date="2090-01-01").content.decode()
    assert "This day is still to come" in child
    born_today = post(client, "school-enrolment", child_birth_date=today.isoformat())
    assert born_today.headers["Content-Type"] == "application/pdf"


def test_while_somebody_writes_nothing_is_called_wrong(client):
    html = post(client, phone="12", button="preview").content.decode()
    assert "no phone number" not in html
    assert 'value="12"' in html


def test_labels_in_another_language_say_so_and_keep_their_direction(client):
    html = client.get("/ur/letters/family-doctor-registration/").content.decode()
    assert not re.search(r"<label[^>]*>\s*[A-Za-z]", html)
    assert not re.search(r'<div class="small" id="\w+_help">\s*[A-Za-z]', html)
    assert not re.search(r'<option value="\w[^>]*(?<!dir="ltr")>[A-Za-z]', html)


def test_nobody_must_have_a_phone_an_address_on_the_internet_a_passport_or_a_cnp():
    for letter in queries.letters():
        for field in letter.content["fields"]:
            if field["kind"] in ("phone", "email", "person_number", "number") or field["id"].endswith(
                "passport"
            ):
                assert not field["required"], (letter.slug, field["id"])


@pytest.mark.parametrize("language", ["en", "ur", "bn"])
def test_letter_and_copy_are_a_sheet_each(client, language):
    for letter in queries.letters():
        needed = {field["id"] for field in letter.content["fields"] if field["required"]}
        sent = {name: value for name, value in filled_in(letter).items() if name in needed}
        sheets = pages(
            client.post(f"/{language}/letters/{letter.slug}/", {**sent, "pdf": "yes"}, follow=True)
        )
        assert len(sheets) == 2, letter.slug


def test_no_page_holds_a_few_lines_alone(client):
    for many in range(1, 40, 3):
        answer = post(client, "labour-inspectorate-complaint", events="Am lucrat sâmbăta. " * 4 * many)
        for page in PdfReader(BytesIO(answer.content)).pages:
            assert len(page.extract_text().splitlines()) >= 5, many


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


def test_letters_are_made_as_often_as_an_office_needs_them_and_their_form_is_always_there(
    client, monkeypatch
):
    monkeypatch.setattr(printing, "letter_pdf", lambda *_: b"%PDF-")
    caches["process"].clear()
    assert {post(client).status_code for _ in range(600)} == {200}
    assert post(client).status_code == 429
    assert post(client, button="preview").status_code == 200
    assert post(client, birth_date="soon").status_code == 200
    caches["process"].clear()


def test_a_letter_in_a_script_without_a_font_is_made_and_its_words_stand_in_no_log(client, capfd):
    answer = post(client, "labour-inspectorate-complaint", events="Sok ខ្ញុំ", employer="Firma Secretă")
    assert answer.headers["Content-Type"] == "application/pdf"
    said = capfd.readouterr().err
    assert "letter.typ" in said
    assert not re.search("Sok|[ក-៹]|Secret", said)


@pytest.mark.parametrize("language", ["ro", "en", "ur"])
def test_the_preview_shows_what_stands_on_the_paper_in_its_order(client, language):
    for letter in queries.letters():
        sent = {**filled_in(letter), "live": "yes"}
        html = client.post(f"/{language}/letters/{letter.slug}/", sent).content.decode()
        sheets = [
            plain_words(sheet) for sheet in html.partition("<template")[0].split('<div class="sheet')[2:]
        ]
        assert len(sheets) == (1 if language == "ro" else 2)
        answer = client.post(
            f"/{language}/letters/{letter.slug}/", {**filled_in(letter), "pdf": "yes"}, follow=True
        )
        whole = " ".join(pages(answer))
        for sheet, tongue in zip(sheets, ["ro", language], strict=False):
            with translation.override(tongue):
                parts = [
                    str(part) for part in (
                        gettext("To:"), gettext("Subject:"), gettext("Dear Sir or Madam,"), gettext("Yours faithfully,"),
                        gettext("Signature:"),
                    )
                ]  # fmt: skip
            places = [sheet.index(part) for part in parts]
            assert places == sorted(places), (letter.slug, parts)
            assert sheet.rindex("Çınar Nguyễn-O’Brien") > places[3]
            if letter.content.get("attachments"):
                with translation.override(tongue):
                    assert places[2] < sheet.index(gettext("Enclosed:")) < places[3]
            if tongue == "ro":
                assert all(word in whole for word in sheet.replace(BLANK, "").split()), letter.slug


def plain_words(html):
    return " ".join(unescape(re.sub("<[^>]*>", " ", html.partition(">")[2])).split())


def test_another_language_shows_the_form_again_with_all_that_was_written(client):
    page = client.get("/en/letters/family-doctor-registration/").content.decode()
    menu = page.partition('<details class="languages"')[2].partition("</details>")[0]
    assert "<a " not in menu
    button = re.search(
        '<button[^>]*form="letter"[^>]*formaction="/uk/letters/family-doctor-registration/"[^>]*>', menu
    )[0]
    assert 'name="preview" value="yes"' in button
    html = post(client, language="uk", button="preview", birth_date="31.12.1995", phone="12").content.decode()
    for value in ("Çınar Nguyễn-O’Brien", "1995-12-31", "12", "Strada Lungă 7"):
        assert f'value="{value}"' in html
    assert 'class="error"' not in html


def test_letters_to_authorities_name_the_law_on_petitions(client):
    for slug in (
        "permit-appointment-request",
        "school-enrolment",
        "interpreter-or-appointment",
        "labour-inspectorate-complaint",
    ):
        letter = next(one for one in queries.letters() if one.slug == slug)
        assert "OG 27/2002" in letter.content["basis"]
        assert "OG 27/2002" in pages(post(client, slug))[0]


PERMIT = "/en/letters/permit-appointment-request/"


def day(days: int) -> str:
    return (local_now().date() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("slug", "name", "wrong", "right", "said"),
    [
        ("permit-appointment-request", "searched_since", 1, 0, "still to come"),
        ("landlord-consent", "since", 150, -1, "still to come"),
        ("contract-copy-and-wages", "answer_by", -1, 0, "over"),
    ],
)
def test_since_when_takes_no_day_to_come_and_by_when_none_that_is_over(
    client, slug, name, wrong, right, said
):
    letter = queries.letter(slug)

    def sent(days: int):
        return client.post(f"/en/letters/{slug}/", filled_in(letter, **{name: day(days), "pdf": "yes"}))

    refused = sent(wrong)
    assert refused.status_code == 200
    assert f"This day is {said}" in refused.content.decode()
    assert sent(right).status_code == 307  # on to the paper


def test_of_two_deadlines_the_notes_name_that_of_what_was_chosen(client):
    letter = queries.letter("permit-appointment-request")
    visa, permit = "the last day of your visa", "before your permit expires"
    whole = filled_in(letter)

    def notes_of(**own) -> tuple[bool, bool]:
        html = client.post(PERMIT, {**whole, **own}).content.decode()
        page = html[html.index('id="what-to-do"') :]
        copy = html[: html.index('id="what-to-do"')]
        assert (visa in page, permit in page) == (visa in copy, permit in copy)
        return visa in page, permit in page

    assert notes_of(application="first") == (True, False)
    assert notes_of(application="renewal") == (False, True)
    assert notes_of(application="card") == (False, False)
    asked = client.get(PERMIT).content.decode()
    assert visa not in asked
    assert permit not in asked
    paper = client.post(PERMIT.removesuffix("/") + ".pdf", {**whole, "application": "renewal"})
    copy = pages(paper)[-1]
    assert (visa in copy, permit in copy) == (False, True)


def test_a_note_hangs_on_what_is_there_and_is_written_back_as_short_as_it_was():
    letter = queries.letter("permit-appointment-request")
    entry = LETTER.entry(letter)
    written = yaml.safe_load(letter_text(letter))
    assert {"if": {"application": ["first"]}, "text": written["notes"][0]["text"]} == written["notes"][0]
    assert isinstance(written["notes"][2], str)
    assert (
        LetterSchema.model_validate({**written, "id": letter.slug}).model_dump()
        == LetterSchema.model_validate(entry).model_dump()
    )
    for wrong in ({"if": "nobody", "text": "x"}, {"if": {"application": "never"}, "text": "x"}):
        with pytest.raises(ValidationError, match=r"nobody|never"):
            LetterSchema.model_validate({**written, "id": letter.slug, "notes": [wrong]})
    dated = {"id": "a", "label": "A", "kind": "text", "when": "past"}
    with pytest.raises(ValidationError, match="only for a date"):
        LetterSchema.model_validate({**written, "id": letter.slug, "fields": [*written["fields"], dated]})


SINGULAR = re.compile(
    r"(?<![\w])(?:اكتب|اكتبه|اختر|انقل|اطلب|انظر|تحقق|ضعه)(?![\w])|(?<=\w)(?:سفرك|إقامتك|أوراقك|كلماتك|يساعدك)(?![\w])"
)


def test_arabic_speaks_to_everybody_in_the_polite_plural():
    catalogue = Path(acasa.__file__).parent / "site/locale/ar/LC_MESSAGES/django.po"
    said = [line for line in catalogue.read_text().splitlines() if line.startswith(("msgstr", '"'))]
    assert [line for line in said if SINGULAR.search(line)] == []
    with translation.override("ar"):
        assert gettext("Choose one of the lines.").startswith("اختاروا")
