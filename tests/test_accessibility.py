"""Every public page in a real browser: axe, headings, landmarks, keyboard alone, no JavaScript, narrow screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .axe import found_by_axe

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


@pytest.mark.parametrize(
    ("language", "width", "contrast", "bare"),
    [
        ("ro", 360, False, False), ("en", 1280, True, True), ("ar", 1280, False, False), ("ur", 360, True, True),
    ],
)  # fmt: skip
def test_every_page(open_page, site, language, width, contrast, bare):
    """axe, headings, landmarks, 320 pixels; ``bare`` reads it without JavaScript too."""
    page = open_page(f"/{language}/", width=width)
    plain = open_page(f"/{language}/", java_script_enabled=False) if bare else None
    found = []
    for path in PAGES:
        address = site.root + path.format(language)
        page.goto(address)
        found += [(path, *one) for one in found_by_axe(page, contrast=contrast)]
        found += [(path, fault) for fault in _faults(page, language)]
        if plain:
            plain.goto(address)
            if plain.locator("h1").inner_text() != page.locator("h1").inner_text():
                found.append((path, "another heading without JavaScript"))
            if len(plain.locator("main").inner_text()) <= 40:
                found.append((path, "nothing to read without JavaScript"))
    assert found == []


def _faults(page: Page, language: str) -> Iterator[str]:
    levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(h => Number(h.tagName[1]))")
    if (
        levels[:1] != [1]
        or levels.count(1) != 1
        or any(b - a > 1 for a, b in zip(levels, levels[1:], strict=False))
    ):
        yield f"headings {levels}"
    for landmark in ("main", "header", "footer", "nav"):
        if not page.locator(landmark).count():
            yield f"no {landmark}"
    top = page.locator("html")
    direction = "rtl" if language in ("ar", "ur") else "ltr"
    if (top.get_attribute("lang"), top.get_attribute("dir")) != (language, direction):
        yield "language or direction"
    if not page.title().strip():
        yield "no title"
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    if wide > 320:
        yield f"{wide} pixels wide on a screen of 320"


@pytest.mark.parametrize("language", ["ar", "uk", "ne"])
def test_nothing_is_wider_than_the_screen_in_letters_twice_as_large(open_page, site, language):
    page = open_page(f"/{language}/")
    found = []
    for path in [*PAGES, "/{}/ask/?q=amenda", "/{}/places/perm-horea/"]:
        page.goto(site.root + path.format(language))
        found += [(path, fault) for fault in _too_wide(page)]
    assert found == []


def test_what_is_too_wide_in_large_letters_would_be_found(open_page):
    page = open_page("/uk/")
    assert list(_too_wide(page)) == []
    page.evaluate("document.querySelector('.danger .button').style.whiteSpace = 'nowrap'")
    assert any("Зателефонувати" in one for one in _too_wide(page))


def _too_wide(page: Page) -> Iterator[str]:
    """What reaches beyond the screen when the letters are doubled and everything is unfolded."""
    yield from page.evaluate(
        """() => {
            const top = document.documentElement;
            top.style.fontSize = "225%";
            document.querySelectorAll("main details").forEach(one => { one.open = true; });
            const out = [...document.querySelectorAll("body *")].filter(one => {
                if (one.closest(".hidden, .trap, .skip, svg")) return false;
                const box = one.getBoundingClientRect();
                return box.width && box.height && (box.left < -1 || box.right > top.clientWidth + 1);
            });
            const wide = top.scrollWidth > top.clientWidth ? [`${top.scrollWidth} pixels`] : [];
            return [...wide, ...out.map(one => `${one.tagName} ${one.textContent.trim().slice(0, 40)}`)];
        }"""
    )


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("document.querySelector('h1').outerHTML = '<h3>a</h3>'", "headings [3"),
        ("document.querySelector('footer').remove()", "no footer"),
        ("document.documentElement.dir = 'rtl'", "language or direction"),
        ("document.title = ' '", "no title"),
        ("document.querySelector('h1').style.width = '500px'", "pixels wide on a screen of 320"),
    ],
)
def test_each_fault_would_be_found(open_page, script, fault):
    page = open_page("/en/about/")
    assert list(_faults(page, "en")) == []
    page.evaluate(script)
    assert [fault in one for one in _faults(page, "en")] == [True]


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
