"""“Back” on the ways that people go: it shows again what was answered or written, and nothing to who left quickly."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
LETTER = "/en/letters/labour-inspectorate-complaint/"


def choose(page: Page, **answers: str) -> None:
    for name, value in answers.items():
        page.locator(f"[data-question={name}] input[value='{value}']").check()


def answered(page: Page, **answers: str) -> None:
    """The path of some answers, given all at once."""
    if page.locator("[data-all]").is_visible():
        page.locator("[data-all]").click()
    choose(page, **answers)
    page.locator("[data-show]").click()
    expect(page.locator(".stage").first).to_be_attached()


def read_on(page: Page) -> None:
    """Goes to a page of the guide, and back."""
    page.locator("footer a[href$='/words/']").click()
    expect(page.locator(".stage, [data-letter], .qr")).to_have_count(0)
    page.go_back()


@WAYS
def test_back_from_a_page_of_the_guide_shows_the_path_again(open_page, scripts):
    page = open_page("/en/path/", java_script_enabled=scripts)
    answered(page, purpose="study", place_now="here")
    stages = page.locator(".stage").count()
    page.locator(".stage").first.locator("summary").first.click()
    page.locator(".stage details[open] a[href*='/guide/']").first.click()
    expect(page).to_have_url(re.compile("/en/guide/"))
    page.go_back()
    expect(page.locator(".stage")).to_have_count(stages)
    assert "?" not in page.url


@WAYS
def test_back_from_the_path_finds_the_questions_as_they_were_answered(open_page, scripts):
    page = open_page("/en/path/", java_script_enabled=scripts)
    answered(page, purpose="study", place_now="here", trouble="violence")
    page.go_back()
    expect(page.locator("[data-question=purpose] input[value=study]")).to_be_checked()
    expect(page.locator("[data-question=place_now] input[name=place_now][value=here]")).to_be_checked()
    # What stands in no address is not put back either: others may sit at the device.
    expect(page.locator("[data-question=trouble] input[value=violence]")).not_to_be_checked()


@WAYS
def test_back_shows_again_what_would_change(open_page, scripts):
    page = open_page("/en/path/", java_script_enabled=scripts)
    answered(page, purpose="study", place_now="here")
    page.locator(".chips summary").click()
    page.locator(".chips button[value=purpose]").click()
    choose(page, purpose="work")
    page.locator("button[name=was]").click()
    expect(page.locator("#what-if")).to_be_visible()
    read_on(page)
    expect(page.locator("#what-if")).to_be_visible()
    expect(page.locator("#what-if ~ p ins").first).to_be_visible()
    page.go_back()
    expect(page.locator("[data-question=purpose] input")).not_to_have_count(0)
    read_on(page)
    expect(page.locator("button[name=was]")).to_be_visible()


@WAYS
def test_back_from_another_language_shows_the_code_for_the_desk_again(open_page, scripts):
    page = open_page("/en/path/", java_script_enabled=scripts)
    answered(page, purpose="study", place_now="here")
    page.get_by_role("button", name="Show at the desk").click()
    expect(page.locator(".qr")).to_be_visible()
    page.locator("details.languages summary").click()
    page.locator("details.languages button[lang=uk]").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".qr")).to_be_visible()
    read_on(page)
    expect(page.locator(".qr")).to_be_visible()


@pytest.mark.parametrize(("scripts", "button"), [(True, "pdf"), (False, "pdf"), (False, "preview")])
def test_back_shows_a_letter_again_with_what_was_written(open_page, scripts, button):
    page = open_page(LETTER, java_script_enabled=scripts)
    page.locator("[name=full_name]").fill("Sita Thapa")
    page.locator("[name=events]").fill("Nu am primit salariul.")
    page.locator(f".actions [name={button}]").click()
    expect(page.locator("[data-live] .sheet").first).to_be_visible()
    faults = page.locator("[data-errors] a").count()
    assert bool(faults) == (button == "pdf")
    read_on(page)
    expect(page.locator("[name=full_name]")).to_have_value("Sita Thapa")
    expect(page.locator("[name=events]")).to_have_value("Nu am primit salariul.")
    expect(page.locator("[data-errors] a")).to_have_count(faults)
    assert "?" not in page.url


def test_each_question_is_a_page_to_go_back_to(open_page, site):
    page = open_page("/en/")
    page.goto(site.root + "/en/path/")
    question = page.locator("[data-question]:visible")
    for name, value in (("purpose", "study"), ("place_now", "here")):
        expect(question).to_have_attribute("data-question", name)
        choose(page, **{name: value})
        page.locator("[data-next]").click()
    expect(question).to_have_attribute("data-question", "arrived")
    page.go_back()
    expect(question).to_have_attribute("data-question", "place_now")
    expect(page.locator("[name=place_now][value=here]")).to_be_checked()
    page.locator("[data-back]").click()
    expect(question).to_have_attribute("data-question", "purpose")
    expect(page.locator("[name=purpose][value=study]")).to_be_checked()
    page.go_back()
    expect(page).to_have_url(site.root + "/en/")
    page.go_forward()
    expect(question).to_have_attribute("data-question", "purpose")
    expect(page.locator("[name=purpose][value=study]")).to_be_checked()
    page.go_forward()
    expect(question).to_have_attribute("data-question", "place_now")
    expect(page.locator("[name=place_now][value=here]")).to_be_checked()
    assert page.url == site.root + "/en/path/"


@pytest.mark.parametrize("left", ["the path", "the desk", "one question", "a trial"])
def test_back_to_a_page_with_private_answers_shows_the_path_without_them(open_page, left):
    page = open_page("/en/path/")
    answered(page, purpose="study", place_now="here", trouble="violence")
    violence = page.locator("#step-violence-call-now")
    expect(violence).to_be_visible()
    if left == "the desk":
        page.get_by_role("button", name="Show at the desk").click()
        expect(page.locator(".qr")).to_be_visible()
    elif left != "the path":
        page.locator(".chips summary").click()
        page.locator(".chips button[value=purpose]").click()
        expect(page.locator("[data-question]")).to_have_count(1)
    if left == "a trial":
        choose(page, purpose="work")
        page.locator("button[name=was]").click()
        expect(page.locator("#what-if")).to_be_visible()
    read_on(page)
    expect(page.locator(".stage[data-stage]")).not_to_have_count(0)
    expect(page.locator(".chips")).to_contain_text("To study")
    expect(violence).to_have_count(0)
    assert page.url.endswith("/en/path/#purpose=study&place_now=here")


def test_without_scripts_no_copy_of_private_answers_is_kept(open_page):
    page = open_page("/en/path/", java_script_enabled=False)
    answered(page, purpose="study", trouble="violence")
    page.locator("footer a[href$='/words/']").click()
    with pytest.raises(Exception, match="ERR_CACHE_MISS"):
        page.go_back()


def test_who_left_quickly_is_not_found_by_back(browser, site):
    # The tests' own clock hides how a page was come to.
    with browser.new_context() as context:
        page = context.new_page()
        context.route("https://ro.wikipedia.org/", lambda route: route.fulfill(body="elsewhere"))
        for address in ("/en/guide/emergency/domestic-violence/", "/en/path/"):
            page.goto(site.root + address)
        answered(page, purpose="study", trouble="violence")
        page.locator("[data-leave]").click()
        for _ in range(2):  # the questions, and the page of the guide
            expect(page.locator("body")).to_have_text("elsewhere")
            page.evaluate("setTimeout(() => history.back())")
            page.wait_for_timeout(500)
        expect(page.locator("body")).to_have_text("elsewhere")
        page.goto(site.root + "/en/path/")
        expect(page.locator("[data-question=purpose]")).to_be_visible()
        assert page.evaluate("sessionStorage.length") == 0


@WAYS
def test_another_language_keeps_the_ticks_of_the_questions(open_page, site, scripts):
    page = open_page("/ar/path/", java_script_enabled=scripts)
    choose(page, purpose="study")
    if scripts:
        page.locator("[data-next]").click()
    choose(page, place_now="here")
    if not scripts:
        choose(page, trouble="violence")
    page.locator("details.languages summary").click()
    page.locator("details.languages button[lang=uk]").click()
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    assert page.url == site.root + "/uk/path/"
    expect(page.locator("[name=purpose][value=study]")).to_be_checked()
    expect(page.locator("[name=place_now][value=here]")).to_be_checked()
    expect(page.locator("[role=alert]:visible")).to_have_count(0)
    if scripts:  # at the same question
        expect(page.locator("[data-question]:visible")).to_have_attribute("data-question", "place_now")
    else:
        expect(page.locator("[value=violence]")).to_be_checked()
        page.locator("details.languages summary").click()
        page.locator("details.languages button[lang=en]").click()
        expect(page.locator("[value=violence]")).to_be_checked()
        expect(page.locator("[name=purpose][value=study]")).to_be_checked()


@WAYS
def test_another_language_asks_nothing_of_who_has_not_answered_yet(open_page, scripts):
    page = open_page("/ar/path/", java_script_enabled=scripts)
    page.locator("details.languages summary").click()
    page.locator("details.languages button[lang=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Answer at least one question")).to_have_count(0)
    expect(page.locator("details.fold")).not_to_have_attribute("open", "")


@WAYS
def test_another_language_keeps_what_somebody_only_wants_to_try(open_page, scripts):
    page = open_page("/en/path/", java_script_enabled=scripts)
    answered(page, purpose="study", place_now="here")
    page.get_by_role("button", name=re.compile("Change or try")).click()
    choose(page, purpose="work")
    page.locator("details.languages summary").click()
    page.locator("details.languages button[lang=ro]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ro")
    page.locator("form.questions button[name=was]").click()
    expect(page.locator("#what-if")).to_be_visible()


def test_the_enter_key_shows_the_path_and_changes_no_language(open_page):
    page = open_page("/en/path/", java_script_enabled=False)
    choose(page, purpose="study")
    page.locator("[name=arrived]").press("Enter")
    expect(page.locator(".stage").first).to_be_attached()
    expect(page.locator("html")).to_have_attribute("lang", "en")
