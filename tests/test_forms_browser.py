"""Every form of entries saved once in a real browser, by the role that uses it most; the rest are real requests."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.tools.rows import of_all
from tests.tools.signed_in import sign_in_by_hand

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("label", sorted(of_all("forms")))
def test_a_form_is_saved_in_the_browser_and_says_so(open_page, site, label):
    page = open_page("/en/", width=1280, height=900)
    sign_in_by_hand(page, site, "editor")
    start = f"{site.root}/cms/snippets/{label.replace('.', '/')}/"
    page.goto(start)
    first = page.locator("main table a[href*='/edit/']").first
    if first.count():
        first.click()
    else:  # the pack has none: a day on which some place is closed
        page.goto(start + "add/")
        page.locator("select[name=place]").select_option(index=1)
        for name in ("first", "last"):
            page.locator(f"input[name={name}]").fill("2027-02-01")
        page.locator("input[name=hours]").fill("off")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator(".error-message")).to_have_count(0)
    expect(page).to_have_url(start)
