"""Every public page before axe in a real browser: each script and direction, narrow and wide, light and dark."""

from __future__ import annotations

import pytest

from acasa.site.test_database import PACK

from .axe import GRAVE, found_by_axe
from .test_accessibility import LANGUAGES, PAGES

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_serious_on_any_page_of_the_guide(open_page, site):
    addresses = sorted(f"{path.parent.name}/{path.stem}" for path in (PACK / "guide").glob("*/*.yaml"))
    page = open_page("/ro/")
    found = []
    for position, address in enumerate(addresses):
        language = LANGUAGES[position % len(LANGUAGES)]
        page.goto(f"{site.root}/{language}/guide/{address}/")
        found += [(language, address, *one) for one in found_by_axe(page, contrast=False)]
    assert len(addresses) == 58
    assert found == []


@pytest.mark.parametrize(
    ("language", "width", "contrast"),
    [("ro", 360, False), ("en", 1280, True), ("ar", 360, False), ("ar", 1280, False), ("ur", 360, True)],
)
def test_axe_finds_nothing_serious(open_page, site, language, width, contrast):
    page = open_page(f"/{language}/", width=width)
    found = []
    for path in PAGES:
        page.goto(site.root + path.format(language))
        found += [(path, *one) for one in found_by_axe(page, contrast=contrast)]
    assert found == []


def test_colours_have_contrast_in_the_dark(open_page, site):
    page = open_page("/en/", color_scheme="dark")
    found = []
    for path in PAGES:
        page.goto(site.root + path.format("en"))
        found += [(path, *one) for one in found_by_axe(page, impacts=GRAVE, rules=("color-contrast",))]
    assert found == []


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        ("add('img').src = 'data:,'", "image-alt"),
        ("const p = add('p'); p.textContent = 'pale'; p.style.color = '#ccc'", "color-contrast"),
        ("add('h5').textContent = 'too deep'", "heading-order"),
    ],
)
def test_axe_would_find_it(open_page, script, rule):
    page = open_page("/en/about/")
    page.evaluate(
        "() => { const add = name => document.querySelector('main').appendChild(document.createElement(name));"
        f" {script} }}"
    )
    assert [one[0] for one in found_by_axe(page)] == [rule]
