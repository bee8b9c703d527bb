"""Guide pages on paper, read back: words, language, tags, links, fonts, and the code to the living page."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from django.conf import settings
from django.utils import translation
from pypdf import PdfReader

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.printing import qr
from acasa.foundation.texts.models import Fact, Translation
from acasa.foundation.texts.rules import sentence_hash
from acasa.information.directory.cards import cards as organisation_cards
from acasa.information.directory.models import HoursException, Organisation, Place
from acasa.information.guide import queries
from acasa.information.guide.models import Publication
from acasa.information.guide.presenting import page_view
from acasa.information.guide.printing import page_data, page_pdf
from tests.tools.clock import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

DOCTOR = ("health", "family-doctor")
PERMIT = ("stay", "first-residence-permit")


def published(address: tuple[str, str]) -> Publication:
    found = queries.publication(*address)
    assert found is not None
    return found


def printed(publication: Publication, language: str, *, beside: bool = False) -> bytes:
    with translation.override(language):
        return page_pdf(publication, page_view(publication.edition.content, language), beside=beside)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(reader: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def fonts(reader: PdfReader) -> set[str]:
    found = {
        font["/BaseFont"].lstrip("/")
        for page in reader.pages
        for font in map(_object, page["/Resources"]["/Font"].values())
    }
    assert all("+" in name for name in found), "every font is embedded as a subset"
    return {name.partition("+")[2] for name in found}


def _object(reference):
    return reference.get_object()


def links(reader: PdfReader) -> set[str]:
    return {
        note["/A"]["/URI"]
        for page in reader.pages
        for note in map(_object, page.get("/Annots", []))
        if "/A" in note
    }


def claims_pdf_ua(reader: PdfReader) -> bool:
    return (
        re.search(rb"pdfuaid:part>\s*1|pdfuaid:part=.1", reader.trailer["/Root"]["/Metadata"].get_data())
        is not None
    )


def translate(texts: dict[str, str], language: str) -> None:
    for source, text in texts.items():
        Translation.objects.update_or_create(
            sentence_id=sentence_hash(source), language=language, defaults={"text": text, "state": "draft"}
        )


@pytest.mark.parametrize("language", ["ro", "en"])
def test_every_page_is_pdf_ua_on_at_most_two_sheets(language: str) -> None:
    publications = list(queries.publications())
    assert len(publications) >= 12
    for publication in publications:
        reader = read(printed(publication, language))
        assert claims_pdf_ua(reader), publication
        assert len(reader.pages) <= 2, publication
        root = reader.trailer["/Root"]
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.author == city().name


@pytest.mark.parametrize(
    ("address", "language", "day"),
    [
        (("emergency", "hospitals-and-pharmacies"), "ro", date(2026, 11, 30)),
        (("emergency", "hospitals-and-pharmacies"), "en", date(2026, 12, 1)),
        (("protection", "ask-for-asylum"), "en", date(2027, 4, 29)),
        (("protection", "life-with-protection"), "en", date(2028, 2, 29)),
    ],
)
def test_holidays_and_an_overdue_check_take_no_third_sheet(address, language, day) -> None:
    with at(day):
        assert len(read(printed(published(address), language)).pages) == 2


def test_why_a_place_is_closed_for_a_week_is_said_once() -> None:
    today, why = local_now().date(), "Închis pentru inventar."
    for place in Place.objects.filter(organisation="igi-cluj"):
        HoursException.objects.create(
            place=place, first=today, last=today + timedelta(days=6), hours="off", reason=why
        )
    card = next(iter(organisation_cards(organisations=["igi-cluj"]).values()))
    assert len([day for day in card.places[0].week if day.reason]) == 7
    assert words(read(printed(published(PERMIT), "ro"))).count(why) == 1


def test_the_hours_on_paper_begin_today_with_their_dates_and_the_holidays() -> None:
    with at(date(2026, 12, 1)):
        shown = words(read(printed(published(PERMIT), "en")))
    assert (
        "Hours of the seven days from 1 December 2026: (hours not confirmed) Tue 1 Dec closed (public holiday)"
        in shown
    )
    assert "Wed 2 Dec 10:00–12:00, 14:00–18:30" in shown
    assert "Thu 3 Dec – Fri 4 Dec 10:00–12:00, 14:00–16:30" in shown
    assert shown.index("Sat 5 Dec – Sun 6 Dec closed") < shown.index("Mon 7 Dec 10:00–12:00")


def test_paper_says_open_day_and_night_and_doubts_only_what_is_in_doubt() -> None:
    shown = words(read(printed(published(("emergency", "hospitals-and-pharmacies")), "en")))
    assert "open day and night" in shown
    assert "00:00–00:00" not in shown
    assert "(hours not confirmed)" not in shown


@pytest.mark.parametrize("language", ["ar", "ur", "ps"])
def test_emergency_numbers_keep_their_order_among_words_from_right_to_left(language) -> None:
    publication = published(("emergency", "emergency-numbers"))
    with translation.override(language):
        view = page_view(publication.edition.content, language)
        (line,) = (line for line in page_data(publication, view, beside=False)["before"] if "\u2066" in line)
    assert re.findall("\u2066(.*?)\u2069", line) == [
        "0800 800 678",
        "116 000",
        "0800 801 200",
    ]
    shown = words(read(printed(publication, language)))
    assert shown.count("0800 800 678") == shown.count("0800 801 200") == 2  # before the page, and in it


def test_a_source_on_a_sheet_from_right_to_left_keeps_its_brackets() -> None:
    with pypdfium2.PdfDocument(printed(published(PERMIT), "ar")) as document:
        opening, host = _beginning_of(document, "welcometocluj")
    assert opening[2] <= host[0], (
        "the bracket opens on the left of the address, which reads from left to right"
    )


def _beginning_of(document, host: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Where the bracket before an address stands, and where its first letter: left, bottom, right, top."""
    for page in document:
        text = page.get_textpage()
        letters = text.get_text_range()
        if host in letters:
            first = text.get_charbox(letters.index(host))
            level = [text.get_charbox(place) for place, letter in enumerate(letters) if letter in "()"]
            return min(level, key=lambda box: abs(box[3] - first[3]) + abs(box[2] - first[0])), first
    raise AssertionError(f"{host} is not printed")


@pytest.mark.parametrize("beside", [False, True])
def test_every_language_of_the_city_is_accepted_as_pdf_ua(beside: bool) -> None:
    for language in city().languages:
        reader = read(
            printed(published(PERMIT), language, beside=beside and language != city().source_language)
        )
        assert claims_pdf_ua(reader), language
        assert reader.trailer["/Root"]["/Lang"] == language


def test_the_paper_says_what_the_page_says() -> None:
    publication = published(PERMIT)
    reader = read(printed(publication, "ro"))
    document, shown = publication.edition.content, words(reader)
    assert reader.metadata.title == "Primul permis de ședere" == document.title[0]
    for step in document.steps:
        assert step.title[0] in shown
    for fact in Fact.objects.filter(slug__in=["permit-card-fee", "first-permit-term"]):
        assert f"{fact.amount:.0f}" in shown
    assert "{" not in shown
    assert "**" not in shown
    assert "0264 555 656" in shown
    assert "portaligi.mai.gov.ro/portaligi" in shown
    assert document.sources[0].title in shown


def test_every_sheet_carries_edition_address_and_number() -> None:
    publication = published(PERMIT)
    reader = read(printed(publication, "en"))
    for number, page in enumerate(reader.pages, 1):
        text = re.sub(r"\s+", " ", page.extract_text())
        assert f"edition {publication.edition.number}" in text
        assert f"/en/guide/{publication.address}/" in text
        assert f"page {number} of {len(reader.pages)}" in text
        assert city().emergency_number in text


def test_links_lead_to_our_pages_to_outside_and_to_the_telephone() -> None:
    found = links(read(printed(published(PERMIT), "en")))
    assert f"{settings.BASE_URL}/en/guide/home/rent-a-home/" in found
    assert "https://portaligi.mai.gov.ro/portaligi/" in found
    assert "tel:+40264555656" in found


def test_the_qr_code_on_the_paper_is_the_one_of_the_short_address() -> None:
    publication = published(DOCTOR)
    pdf = printed(publication, "uk")
    address = f"{settings.BASE_URL}/q/{publication.page_key[:8]}-uk"
    assert address in links(read(pdf))
    expected = qr.matrix(address)
    size = len(expected) + 2 * qr.QUIET_ZONE
    left, _bottom, right, top = next(
        note["/Rect"] for note in map(_object, read(pdf).pages[0]["/Annots"]) if note["/A"]["/URI"] == address
    )
    assert right - left >= 22 / 25.4 * 72
    scale = 8
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=scale).to_pil().convert("L")
    module = float(right - left) / size

    def dark(x: int, y: int) -> bool:
        across = float(left) + (x + 0.5) * module
        down = page.get_height() - float(top) + (y + 0.5) * module
        return picture.getpixel((int(across * scale), int(down * scale))) < 128

    drawn = [[dark(x, y) for x in range(size)] for y in range(size)]
    quiet = qr.QUIET_ZONE
    assert [row[quiet:-quiet] for row in drawn[quiet:-quiet]] == expected
    assert not any(any(row) for row in drawn[:quiet] + drawn[-quiet:])
    assert not any(any(row[:quiet] + row[-quiet:]) for row in drawn)


def test_arabic_is_set_in_naskh_and_what_is_missing_is_marked() -> None:
    title = "Cum vă înscrieți la un medic de familie"
    translate({title: "كيف تسجّل لدى طبيب الأسرة", "Căutați un cabinet": "ابحث عن عيادة"}, "ar")
    reader = read(printed(published(DOCTOR), "ar"))
    assert fonts(reader) <= {
        "NotoNaskhArabic-Regular",
        "NotoNaskhArabic-Bold",
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoSans-Italic",
    }
    assert "NotoNaskhArabic-Bold" in fonts(reader)
    assert reader.metadata.title == "كيف تسجّل لدى طبيب الأسرة"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    shown = words(reader)
    assert "Ask whether there are free places" in shown
    assert "EN" in shown


def test_urdu_is_set_in_nastaliq_and_nepali_in_devanagari() -> None:
    translate({"Căutați un cabinet": "کلینک تلاش کریں"}, "ur")
    assert "NotoNastaliqUrdu-Regular" in fonts(read(printed(published(DOCTOR), "ur")))
    translate({"Căutați un cabinet": "क्लिनिक खोज्नुहोस्"}, "ne")
    assert "NotoSansDevanagari-Bold" in fonts(read(printed(published(DOCTOR), "ne")))


def test_a_fallback_stands_in_italics_and_a_full_page_in_the_source_language_does_not() -> None:
    assert "NotoSans-Italic" in fonts(read(printed(published(DOCTOR), "uk")))
    assert "NotoSans-Italic" not in fonts(read(printed(published(DOCTOR), "ro")))


def test_beside_prints_every_sentence_in_both_languages() -> None:
    publication = published(DOCTOR)
    shown = words(read(printed(publication, "en", beside=True)))
    english = Translation.objects.filter(language="en")
    for step in publication.edition.content.steps:
        assert step.title[0] in shown
        assert english.get(sentence_id=sentence_hash(step.title[0])).text in shown


def test_a_translation_nobody_checked_says_so_and_a_checked_one_says_when() -> None:
    publication = published(DOCTOR)
    assert "No person has checked this translation yet." in words(read(printed(publication, "en")))
    hashes = [sentence_hash(text) for text in publication.edition.content.sentences()]
    Translation.objects.filter(language="en", sentence_id__in=hashes).update(
        state="checked", checked_on=date(2026, 11, 3), checked_role="mediator"
    )
    shown = words(read(printed(publication, "en")))
    assert "No person has checked" not in shown
    assert "checked this translation on 3 November 2026" in shown


def test_a_changed_fact_changes_the_next_print() -> None:
    Fact.objects.filter(slug="family-doctor-change-term").update(amount=9)
    assert "9 months" in words(read(printed(published(DOCTOR), "en"))).replace("\u00a0", " ")


def test_an_address_that_is_not_public_is_not_printed() -> None:
    before = words(read(printed(published(PERMIT), "ro")))
    assert "Alexandru Vaida Voievod" in before
    Organisation.objects.filter(slug="igi-cluj").update(visibility="address-hidden")
    after = words(read(printed(published(PERMIT), "ro")))
    assert "Alexandru Vaida Voievod" not in after
    assert "The address is not public" in words(read(printed(published(PERMIT), "en")))


def test_an_emoji_in_a_text_costs_the_claim_and_not_the_paper() -> None:
    translate({"Căutați un cabinet": "Look for a practice ✅"}, "en")
    reader = read(printed(published(DOCTOR), "en"))
    assert not claims_pdf_ua(reader)
    assert "Look for a practice" in words(reader)


@pytest.mark.parametrize(("language", "beside"), [("ro", False), ("en", False), ("en", True)])
def test_a_topic_is_one_booklet_with_all_its_pages_and_a_table_of_contents(client, language, beside):
    response = client.get(f"/{language}/guide/stay.pdf{'?with=ro' if beside else ''}")
    assert response.headers["Content-Disposition"].startswith("inline")
    reader = read(response.content)
    assert claims_pdf_ua(reader)
    contents = words(PdfReader(io.BytesIO(response.content)))
    for publication in queries.publications("stay"):
        with translation.override(language):
            title = (
                page_view(publication.edition.content, language)
                .readings[publication.edition.content.title[0]]
                .text
            )
        assert contents.count(title) >= 2, f"{title}: in the contents and on its page"
    named = [entry.title for entry in _outline(reader)]
    assert len(named) >= queries.publications("stay").count()


def _outline(reader: PdfReader) -> list:
    flat = []
    for entry in reader.outline:
        flat += entry if isinstance(entry, list) else [entry]
    return flat


def test_the_whole_guide_is_one_print_in_the_order_of_the_topics(client):
    reader = read(client.get("/ro/guide.pdf").content)
    assert claims_pdf_ua(reader)
    listed = [publication.edition.content.title[0] for publication in queries.publications()]
    first = words(reader)[: 20 * len(listed) + 4000]
    places = [first.find(title) for title in listed]
    assert -1 not in places
    assert places == sorted(places)
    for number, page in enumerate(reader.pages[3:], 4):
        text = page.extract_text()
        if "Acestea sunt informații, nu sfat juridic." in text:
            assert "De unde știm" in text, f"sheet {number} holds the last line of a page alone"


def test_the_page_numbers_of_the_contents_are_right(client):
    reader = read(client.get("/ro/guide/learn.pdf").content)
    contents = reader.pages[0].extract_text()
    for publication in queries.publications("learn"):
        title = publication.edition.content.title[0]
        number = int(re.search(rf"{re.escape(title)}\s+(\d+)", contents)[1])
        assert title in re.sub(r"\s+", " ", reader.pages[number - 1].extract_text())


def test_a_topic_without_pages_has_no_booklet(client):
    assert client.get("/ro/guide/nothing.pdf").status_code == 404
