"""Every page of the guide before axe in a real browser; contrast in the dark; what axe would find."""

from __future__ import annotations

import pytest

from tests.tools.databases import PACK

from .axe import GRAVE, found_by_axe
from .test_accessibility import PAGES

pytestmark = pytest.mark.browser

LANGUAGES = ["ro", "en", "ar", "ur"]


def test_axe_finds_nothing_serious_on_any_page_of_the_guide(open_page, site):
    addresses = sorted(f"{path.parent.name}/{path.stem}" for path in (PACK / "guide").glob("*/*.yaml"))
    page = open_page("/ro/")
    found = []
    for position, address in enumerate(addresses):
        language = LANGUAGES[position % len(LANGUAGES)]
        page.goto(f"{site.root}/{language}/guide/{address}/")
        found += [(language, address, *one) for one in found_by_axe(page, within="main", contrast=False)]
    assert len(addresses) == 58
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
