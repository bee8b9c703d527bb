"""Every public page before axe in a real browser: each script and direction, narrow and wide, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from .test_accessibility import LANGUAGES, PAGES

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_serious_on_any_page_of_the_guide(open_page, site):
    from acasa.site.test_database import PACK

    addresses = sorted(f"{path.parent.name}/{path.stem}" for path in (PACK / "guide").glob("*/*.yaml"))
    page = open_page("/ro/")
    found = []
    for position, address in enumerate(addresses):
        language = LANGUAGES[position % len(LANGUAGES)]
        page.goto(f"{site.root}/{language}/guide/{address}/")
        found += [
            (language, address, violation["id"], [node["html"][:120] for node in violation["nodes"][:3]])
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical", "moderate")
        ]
    assert len(addresses) == 58
    assert found == []


@pytest.mark.parametrize(
    ("language", "width"), [("ro", 360), ("en", 1280), ("ar", 360), ("ar", 1280), ("ur", 360)]
)
def test_axe_finds_nothing_serious(open_page, language, width):
    page = open_page(f"/{language}/", width=width)
    axe = Axe()
    found = []
    for path in PAGES:
        page.goto(page.url.split(f"/{language}/")[0] + path.format(language))
        for violation in axe.run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical", "moderate"):
                nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append((path, violation["id"], violation["impact"], nodes))
    assert found == []


def test_axe_finds_nothing_serious_in_the_dark(open_page):
    page = open_page("/en/", color_scheme="dark")
    root = page.url.removesuffix("/en/")
    found = []
    for path in PAGES:
        page.goto(root + path.format("en"))
        found += [
            (path, violation["id"], [node["html"][:120] for node in violation["nodes"][:2]])
            for violation in Axe().run(page).response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
    assert found == []
