"""What axe finds on the page that is open."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("critical", "serious")
COUNTED = (*GRAVE, "moderate")


def found_by_axe(
    page: Page,
    *,
    within: str | None = None,
    impacts: tuple[str, ...] = COUNTED,
    rules: tuple[str, ...] = (),
    contrast: bool = True,
) -> list[tuple[str, str, list[str]]]:
    """The violations of these impacts: the rule, its impact, and where (three places at most).

    ``within`` selects the part of the page to be looked at. Only ``rules`` are asked where some are given. What
    passes is not listed, which halves the time; contrast, which hangs on the colours and on no language, takes most
    of the rest and can be left out.
    """
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    if not contrast:
        options["rules"] = {"color-contrast": {"enabled": False}}
    return [
        (violation["id"], violation["impact"], [node["html"][:120] for node in violation["nodes"][:3]])
        for violation in Axe().run(page, context=within, options=options).response["violations"]
        if violation["impact"] in impacts
    ]
