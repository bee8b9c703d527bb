"""What the browser's own print puts on paper, from pages that are drawn for a screen."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def _printed(page) -> str:
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    return re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in reader.pages))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "number"),
    [("/ar/emergency/", ".huge bdi"), ("/ar/places/perm-horea/", "main a.button[href^='tel:'] bdi"), ("/uk/", ".danger .warn bdi")],
)  # fmt: skip
def test_numbers_to_call_are_black_without_their_background(open_page, path, number, scheme):
    page = open_page(path, color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    colours = page.locator(number).first.evaluate(
        "one => [getComputedStyle(one).color, getComputedStyle(one.closest('a')).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]


@pytest.mark.parametrize("script", [True, False])
def test_what_is_folded_is_printed_and_what_is_true_only_now_is_not(open_page, script):
    page = open_page("/en/places/igi-cluj/", java_script_enabled=script)
    assert page.get_by_text("Open now").is_visible()
    shown = _printed(page)
    assert "Open now" not in shown
    assert "Wednesday 18 Nov 10:00–12:00, 14:00–18:30" in shown
    assert "(hours not confirmed)" in shown


def test_a_question_of_the_guide_is_printed_with_its_answer_without_javascript(open_page):
    page = open_page("/en/guide/emergency/emergency-numbers/", java_script_enabled=False)
    answer = page.locator("main details > :not(summary)").first
    assert not answer.is_visible()
    assert re.sub(r"\s+", " ", answer.text_content()).strip()[:40] in _printed(page)


def test_open_day_and_night_is_printed(open_page):
    assert "Open day and night" in _printed(open_page("/en/places/upu-adulti/"))
