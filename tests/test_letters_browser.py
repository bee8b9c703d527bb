"""Letters in a real browser: beside the form or under it, with errors that lead to their fields."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ADDRESS = "/{}/letters/labour-inspectorate-complaint/"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_preview_stands_beside_the_form_where_there_is_room(open_page, language):
    page = open_page(ADDRESS.format(language), width=1280)
    expect(page.locator("[data-live] .sheet").first).to_be_visible()
    form, shown = page.locator("[data-letter]").bounding_box(), page.locator("[data-shown]").bounding_box()
    assert abs(form["y"] - shown["y"]) < 40
    assert form["x"] + form["width"] <= shown["x"] or shown["x"] + shown["width"] <= form["x"]
    page.locator("[name=events]").scroll_into_view_if_needed()
    assert page.locator("[data-shown]").bounding_box()["y"] >= 0
    page.set_viewport_size({"width": 360, "height": 740})
    form, shown = page.locator("[data-letter]").bounding_box(), page.locator("[data-shown]").bounding_box()
    assert shown["y"] >= form["y"] + form["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_errors_take_the_focus_and_lead_to_their_fields(open_page):
    page = open_page(ADDRESS.format("en"))
    page.locator(".actions [name=pdf]").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert page.url.endswith(ADDRESS.format("en"))  # and not where the paper would be
    page.locator("[data-errors] a").nth(1).click()
    expect(page.locator("[name=citizenship]")).to_be_focused()


def test_what_a_clerk_cannot_read_is_said_while_it_is_written(open_page):
    page = open_page(ADDRESS.format("en"))
    page.locator("[name=events]").fill("আমি বেতন পাইনি")
    expect(page.locator("#id_events_note")).to_contain_text("The clerk cannot read this")
    page.locator("[name=full_name]").fill("রহিমা খাতুন")
    page.locator("#id_full_name_note [name=take]").click()
    expect(page.locator("[name=full_name]")).to_be_focused()
    expect(page.locator("[name=full_name]")).to_have_value("Rahima Khatun")
    expect(page.locator("[name=events]")).to_have_value("আমি বেতন পাইনি")
    expect(page.get_by_text(re.compile("check every letter"))).to_be_visible()
    page.locator("[name=events]").fill("Nu am primit salariul.")
    expect(page.locator("#id_events_note")).to_be_empty()


def test_enter_asks_for_the_letter_and_never_takes_a_suggestion(open_page):
    page = open_page(ADDRESS.format("en"))
    page.locator("[name=full_name]").fill("Олена")
    expect(page.locator("#id_full_name_note [name=take]")).to_be_visible()
    page.locator("[name=full_name]").press("Enter")
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("[name=full_name]")).to_have_value("Олена")


@pytest.mark.parametrize("scripts", [True, False])
def test_another_language_keeps_what_was_written_and_puts_it_into_no_address(open_page, scripts):
    page = open_page(ADDRESS.format("en"), width=360, java_script_enabled=scripts)
    page.locator("[name=full_name]").fill("Sita Thapa")
    page.locator("[name=problem]").select_option("unpaid")
    page.locator("[name=started_on]").fill("2026-01-31")
    page.locator("[name=events]").fill("Nu am primit salariul.")
    page.locator("details.languages summary").click()
    page.locator("details.languages button[lang=ur]").click()
    assert page.url.endswith(ADDRESS.format("ur"))
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    expect(page.locator("[name=full_name]")).to_have_value("Sita Thapa")
    expect(page.locator("[name=problem]")).to_have_value("unpaid")
    expect(page.locator("[name=started_on]")).to_have_value("2026-01-31")
    expect(page.locator("[name=events]")).to_have_value("Nu am primit salariul.")
    assert page.locator(".error").count() == 0


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_preview_is_the_whole_letter_on_a_phone_too(open_page, language):
    page = open_page(ADDRESS.format(language), width=360)
    page.locator("[name=full_name]").fill("Sita Thapa")
    page.locator("[name=employer]").fill("Firma" * 30)
    page.locator("[name=email]").fill("x" * 60 + "@example.org")
    source = page.locator("[data-live] .sheet").first
    expect(source).to_contain_text("Sita Thapa")
    for part in ("Către:", "Subiect:", "Stimată doamnă", "Cu stimă,", "Semnătura:"):
        expect(source).to_contain_text(part)
    expect(page.locator("[data-live] .sheet.own")).to_have_attribute("lang", language)
    expect(source).to_contain_text("x" * 60)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_notes_follow_what_is_chosen_while_it_is_chosen(open_page):
    page = open_page("/en/letters/permit-appointment-request/")
    notes = page.locator("#what-to-do")
    expect(notes).not_to_contain_text("the last day of your visa")
    page.locator("[name=application]").select_option("first")
    expect(notes).to_contain_text("the last day of your visa")
    page.locator("[name=application]").select_option("renewal")
    expect(notes).to_contain_text("before your permit expires")
    expect(notes).not_to_contain_text("the last day of your visa")
