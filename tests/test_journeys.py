"""The main journeys, in a real browser at phone width."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.tools.databases import SOCKET
from tests.tools.signed_in import sign_in_by_hand as sign_in

pytestmark = pytest.mark.browser


def test_a_newcomer_picks_a_language_finds_a_doctor_and_sees_where_to_go(open_page):
    page = open_page("/?all", java_script_enabled=False)
    page.get_by_role("link", name="English").first.click()
    page.get_by_role("searchbox").first.fill("how do I find a family doctor?")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name=re.compile("doctor", re.I)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("doctor")
    page.locator("main").get_by_role("link", name=re.compile("Health Insurance House")).first.click()
    expect(page.locator("main")).to_contain_text("Str. Constanța")


def test_a_newcomer_finds_the_residence_permit_and_whether_the_office_is_open(open_page):
    page = open_page("/en/")
    page.locator("main").get_by_role("link", name=re.compile("Staying legally")).first.click()
    page.get_by_role("link", name=re.compile("first residence permit", re.I)).first.click()
    expect(page.locator("main")).to_contain_text(re.compile("Open now|Closed now"))
    assert (
        page.locator("main a[href^='geo:']").count() >= 1 or page.locator("main a[href^='tel:']").count() >= 1
    )


def test_changing_the_language_keeps_the_page(open_page):
    page = open_page("/en/guide/stay/first-residence-permit/?with=ro", java_script_enabled=False)
    href = page.locator("header a[hreflang=ur], nav a[hreflang=ur], a[hreflang=ur]").first.get_attribute(
        "href"
    )
    assert href.endswith("/ur/guide/stay/first-residence-permit/?with=ro")


def test_112_is_one_tap_away_on_every_page(open_page):
    page = open_page("/en/")
    for path in ("/en/", "/ar/guide/stay/", "/ur/places/", "/ro/ask/?q=permis", "/en/guide/health/nothing/"):
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + path)
        expect(page.locator("header a[href='tel:112']").first).to_be_visible()


def test_steps_are_ticked_on_this_device_and_stay_ticked(open_page):
    page = open_page("/en/guide/stay/first-residence-permit/")
    box = page.locator("main input[type=checkbox]").first
    box.check()
    page.reload()
    expect(page.locator("main input[type=checkbox]").first).to_be_checked()
    assert page.context.cookies() == []


def test_two_languages_side_by_side(open_page):
    page = open_page("/en/guide/health/family-doctor/", width=1280)
    page.locator("a[href*='with=ro']").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("Căutați un cabinet")
    expect(main).to_contain_text("Look for a practice")
    assert page.locator("main [lang=ro]").count() > 10


def test_an_untranslated_page_says_so_and_reads_in_english(open_page):
    page = open_page("/ne/guide/health/family-doctor/")
    assert page.locator("html").get_attribute("dir") == "ltr"
    assert page.locator("main .fallback[lang=en]").count() > 10
    page.goto(page.url.replace("/ne/", "/ar/"))
    assert page.locator("main .fallback[lang=en][dir=ltr]").count() > 10


def test_leave_quickly_replaces_the_page(open_page, site):
    page = open_page("/en/")
    page.goto(site.root + "/en/guide/emergency/domestic-violence/")
    leave = page.get_by_role("link", name=re.compile("Leave", re.I)).first
    target = leave.get_attribute("href")
    assert target.startswith("https://")
    assert "noreferrer" in (leave.get_attribute("rel") or "")
    assert not target.startswith(site.root)


def test_the_directory_filters_by_topic_and_price(open_page):
    page = open_page("/en/places/?topic=health", java_script_enabled=False)
    everything = page.locator("main").inner_text()
    page.goto(page.url + "&free=on")
    assert page.locator("main").inner_text() != everything
    page.goto(page.url.replace("topic=health&free=on", "q=inspectorat+imigrari"))
    expect(page.locator("main")).to_contain_text("Inspectorate for Immigration")


def test_an_empty_list_says_how_to_go_on(open_page):
    page = open_page("/en/places/?q=zzzzzz")
    expect(page.locator("main").get_by_role("link").first).to_be_visible()


def test_something_is_wrong_reaches_the_owner(open_page, site):
    import psycopg

    page = open_page("/en/places/igi-cluj/", java_script_enabled=False)
    page.get_by_role("link", name=re.compile("wrong", re.I)).first.click()
    page.get_by_role("textbox", name=re.compile("wrong", re.I)).fill("The office has moved.")
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("thank", re.I))
    with psycopg.connect(host=SOCKET, user="postgres", dbname=site.database) as connection:
        rows = connection.execute("SELECT about, message FROM directory_report").fetchall()
    assert ("organisation:igi-cluj", "The office has moved.") in rows


def test_an_empty_report_is_explained(open_page):
    page = open_page("/en/report/?about=organisation:igi-cluj")
    page.locator("main form").evaluate("form => { form.noValidate = true; form.submit() }")
    expect(page.locator("main")).to_contain_text("Please write in a few words what is wrong.")


def test_feedback_works_without_javascript(open_page):
    page = open_page("/en/guide/health/family-doctor/", java_script_enabled=False)
    page.get_by_role("button", name="No", exact=True).click()
    expect(page).to_have_url(re.compile(r"/thanks/no/$"))


def test_the_browser_is_sent_to_its_own_language(open_page):
    assert "/ar/" in open_page("/", locale="ar-SY").url
    assert "/uk/" in open_page("/", locale="uk-UA").url
    page = open_page("/", locale="xh-ZA")
    assert page.url.endswith("/")
    assert page.get_by_role("link", name="Română").count() >= 1


def test_an_editor_signs_in_with_a_second_factor_changes_a_page_and_readers_see_it(open_page, site):
    page = open_page("/en/", width=1280, height=900)
    sign_in(page, site, "editor")
    page.goto(site.root + "/cms/today/")
    expect(page.locator("body")).to_contain_text("Facts of low confidence")
    import psycopg

    with psycopg.connect(host=SOCKET, user="postgres", dbname=site.database) as connection:
        pk = connection.execute("SELECT id FROM wagtailcore_page WHERE slug = 'learn-romanian'").fetchone()[0]
    page.goto(f"{site.root}/cms/pages/{pk}/edit/")
    page.locator("textarea[name=summary], input[name=summary]").first.fill("Un rezumat nou, scris acum.")
    page.locator("button[name=action-publish]").evaluate("b => b.click()")
    expect(page.locator("main ins").first).to_be_visible()
    page.locator("main form button").first.click()
    page.get_by_role("link", name="See it as readers do").click()
    expect(page.locator("main")).to_contain_text("Un rezumat nou, scris acum.")


def test_a_word_on_a_letter_is_found_as_it_stands_there(open_page):
    page = open_page("/en/words/", java_script_enabled=False)
    page.locator("#word").fill("permisului de sedere")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="permis de ședere", exact=True).click()
    expect(page.locator("main")).to_contain_text("Permis de ședere nr.")
    expect(page.locator("main")).to_contain_text("Your first residence permit")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_word_in_the_text_opens_its_explanation_in_place(open_page, scripts):
    page = open_page("/en/guide/stay/first-residence-permit/", java_script_enabled=scripts)
    word = page.locator("a.explained").first
    word.scroll_into_view_if_needed()
    before = word.bounding_box()["y"]
    word.click()
    opened = page.locator(".term:target")
    expect(opened).to_be_in_viewport()
    assert abs(word.bounding_box()["y"] - before) < 2, "the reader stays where they are"
    if scripts:
        page.keyboard.press("Escape")
        expect(word).to_be_focused()
    else:
        opened.get_by_role("link", name="Close").click()
    expect(page.locator(".term:target")).to_have_count(0)


def test_a_sensitive_page_opens_no_word_because_that_would_stay_in_the_history(open_page):
    page = open_page("/en/guide/emergency/domestic-violence/")
    assert page.locator("a.explained").count() == 0
    expect(page.locator("main")).to_contain_text("Words you will meet")


def test_a_search_without_an_answer_reaches_the_editors_only_if_the_reader_sends_it(open_page, site):
    page = open_page("/en/ask/?q=qqwwzzxx", java_script_enabled=False)
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page).to_have_url(re.compile("/report/thanks/$"))
    staff = open_page("/en/", width=1280, height=900)
    sign_in(staff, site, "editor")
    staff.goto(site.root + "/cms/today/?kind=unanswered")
    expect(staff.locator("main")).to_contain_text("qqwwzzxx")


def test_an_editor_works_through_what_waits(open_page, site):
    page = open_page("/en/", width=1280, height=900)
    sign_in(page, site, "editor")
    page.goto(site.root + "/cms/")
    expect(page.locator("main")).to_contain_text("What needs me today")
    page.goto(site.root + "/cms/today/?kind=verify")
    first = page.locator("input[name=chosen]").first
    key = first.get_attribute("value")
    first.check()
    page.get_by_role("button", name="Give", exact=True).click()
    expect(page.locator("main")).to_contain_text("Given to")
    page.goto(site.root + "/cms/today/?whose=mine")
    assert page.locator("input[name=chosen]").first.get_attribute("value") == key
    page.locator("input[name=chosen]").first.check()
    page.get_by_role("button", name="Put off").click()
    expect(page.locator("main")).to_contain_text("Put off.")
    expect(page.locator("main")).to_contain_text("Nothing waits here.")
    page.goto(site.root + "/cms/today/?state=snoozed")
    page.get_by_role("button", name="Back on the list").last.click()
    page.goto(site.root + "/cms/today/?whose=mine")
    page.locator("input[name=chosen]").first.check()
    page.get_by_label("What did you find?").fill("Asked IGI by phone.")
    page.get_by_role("button", name="Done", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("One thing is done.")
    page.goto(site.root + "/cms/today/?state=done")
    expect(page.locator("main")).to_contain_text("Asked IGI by phone.")


def test_an_editor_sees_what_a_fact_touches_before_it_changes(open_page, site):
    page = open_page("/en/", width=1280, height=900)
    sign_in(page, site, "editor")
    page.goto(site.root + "/cms/facts/?q=permit-card-fee")
    page.locator("a[href='/cms/facts/permit-card-fee/']").click()
    page.locator("#id_amount").fill("271")
    page.get_by_role("button", name="Show what changes, then save").click()
    expect(page.locator("main")).to_contain_text("271 de lei")
    expect(page.locator("main ins").first).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Saved.")
    page.goto(site.root + "/ro/guide/stay/first-residence-permit/")
    expect(page.locator("main")).to_contain_text("271 de lei")


def test_the_preview_stands_beside_the_form_without_checks_made_for_english(open_page, site):
    page = open_page("/en/", width=1280, height=900)
    sign_in(page, site, "editor")
    page.goto(site.root + "/cms/pages/search/?q=inchiriati")  # found without marks, by a word of its text
    page.get_by_role("link", name="Cum închiriați o locuință").first.click()
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.locator("h1")).to_have_text("Cum închiriați o locuință")
    expect(page.locator("[data-side-panel-toggle=checks]")).to_be_hidden()
    assert page.evaluate("document.querySelector('#checker-axe-configuration').textContent") == "null"


def test_a_typed_address_keeps_its_letters_without_their_marks(open_page, site):
    page = open_page("/en/", width=1280, height=900)
    sign_in(page, site, "editor")
    page.goto(site.root + "/cms/pages/search/?q=inchiriati")
    page.get_by_role("link", name="Cum închiriați o locuință").first.click()
    page.get_by_role("tab", name=re.compile("Settings|Setări")).click()
    page.locator("[name=slug]").fill("Vaccinuri și controale")
    page.locator("[name=slug]").blur()
    expect(page.locator("[name=slug]")).to_have_value("vaccinuri-si-controale")


def test_the_editor_says_how_easy_the_text_reads_while_it_is_written(open_page, site):
    page = open_page("/en/", width=1280, height=900)
    sign_in(page, site, "editor")
    page.goto(site.root + "/cms/pages/")
    import psycopg

    with psycopg.connect(host=SOCKET, user="postgres", dbname=site.database) as connection:
        pk = connection.execute("SELECT id FROM wagtailcore_page WHERE slug = 'rent-a-home'").fetchone()[0]
    page.goto(f"{site.root}/cms/pages/{pk}/edit/")
    expect(page.locator("[data-ease] meter")).to_be_attached()
    # Before anybody types: title, summary and strip alone are fewer words than that.
    expect(page.locator("[data-ease]")).to_contain_text(re.compile(r"[1-9]\d\d words"))
    page.locator("[name=summary]").fill("În vederea închirierii, achitați taxa în cadrul biroului.")
    expect(page.locator("[data-ease]")).to_contain_text("achitați")
