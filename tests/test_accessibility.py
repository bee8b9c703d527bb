"""Every public page in a real browser: headings, landmarks, keyboard alone, no JavaScript, narrow screens."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

PAGES = [
    "/{}/guide/health/family-doctor/",
    "/{}/", "/{}/emergency/", "/{}/guide/", "/{}/guide/stay/", "/{}/guide/stay/first-residence-permit/",
    "/{}/guide/stay/first-residence-permit/?with=ro", "/{}/guide/emergency/domestic-violence/",
    "/{}/guide/emergency/emergency-numbers/", "/{}/guide/arrive/welcome-desk/",
    "/{}/guide/health/family-doctor/history/", "/{}/guide/health/family-doctor/thanks/no/", "/{}/places/",
    "/{}/places/?topic=health&free=on", "/{}/places/?q=zzzz", "/{}/places/igi-cluj/", "/{}/places/igi-cluj-permits/",
    "/{}/actors/", "/{}/report/?about=organisation:igi-cluj", "/{}/report/thanks/", "/{}/about/", "/{}/privacy/",
    "/{}/accessibility/", "/{}/words/", "/{}/words/?q=adeverintei", "/{}/words/?q=zzzz", "/{}/words/permis-de-sedere/",
    "/{}/guide/stay/first-residence-permit/#word-cnp", "/{}/path/", "/{}/path/for-others/", "/{}/letters/",
    "/{}/letters/family-doctor-registration/", "/{}/ask/?q=permis", "/{}/ask/?q=zzzzzz", "/{}/guide/health/nothing-here/",
]  # fmt: skip
LANGUAGES = ["ro", "en", "ar", "ur"]


@pytest.mark.parametrize("language", ["ro", "ar"])
def test_headings_go_down_one_at_a_time_and_landmarks_are_there(open_page, language):
    page = open_page(f"/{language}/")
    root = page.url.removesuffix(f"/{language}/")
    for path in PAGES:
        page.goto(root + path.format(language))
        levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(h => Number(h.tagName[1]))")
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), (
            path,
            levels,
        )
        for landmark in ("main", "header", "footer", "nav"):
            assert page.locator(landmark).count() >= 1, (path, landmark)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        assert page.title().strip(), path


@pytest.mark.parametrize("language", ["ro", "ur"])
def test_a_320_pixel_screen_needs_no_sideways_scrolling(open_page, language):
    page = open_page(f"/{language}/", width=320)
    root = page.url.removesuffix(f"/{language}/")
    for path in PAGES:
        page.goto(root + path.format(language))
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_large_targets(open_page):
    page = open_page("/en/guide/stay/first-residence-permit/")
    small = page.eval_on_selector_all(
        "button, .button, input:not([type=hidden]), summary, select",
        "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)"
        ".filter(e => !['checkbox', 'radio'].includes(e.type)).map(e => e.outerHTML.slice(0, 100))",
    )
    assert small == []


@pytest.mark.parametrize(
    "path", ["/en/", "/en/guide/stay/first-residence-permit/", "/ar/places/", "/en/ask/?q=doctor"]
)
def test_everything_that_can_be_pressed_is_reached_by_keyboard(open_page, path):
    page = open_page(path, width=1280)
    wanted = page.eval_on_selector_all(
        "a[href], button, input:not([type=hidden]):not([tabindex='-1']), select, textarea, summary",
        "all => all.filter(e => e.checkVisibility({visibilityProperty: true})"
        " && !e.closest('details:not([open]) > :not(summary)') && !e.closest('[inert]')).length",
    )
    seen = set()
    for _press in range(wanted + 30):
        page.keyboard.press("Tab")
        mark = page.evaluate(
            "() => { const e = document.activeElement; if (!e || e === document.body) return null;"
            " if (!e.dataset.seen) e.dataset.seen = String(Math.random());"
            " const s = getComputedStyle(e);"
            " return [e.dataset.seen, s.outlineStyle !== 'none' || s.boxShadow !== 'none'] }"
        )
        if mark is None:
            break
        assert mark[1], page.evaluate("document.activeElement.outerHTML")[:150]
        seen.add(mark[0])
    assert len(seen) >= wanted


def test_the_first_tab_skips_to_the_content(open_page):
    page = open_page("/en/guide/stay/first-residence-permit/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash") in (
        "content",
        "#content",
        "main",
        "#main",
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_reads_the_same_without_javascript(open_page, language):
    plain = open_page(f"/{language}/", java_script_enabled=False)
    lively = open_page(f"/{language}/")
    root = lively.url.removesuffix(f"/{language}/")
    for path in PAGES:
        for page in (plain, lively):
            page.goto(root + path.format(language))
        assert plain.locator("h1").inner_text() == lively.locator("h1").inner_text(), path
        assert len(plain.locator("main").inner_text()) > 40, path
