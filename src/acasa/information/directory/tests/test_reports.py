"""“Something is wrong”: the form says what it is about, in the reader's language."""

from __future__ import annotations

import html
import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("/en/guide/health/family-doctor/", "family doctor"),
        ("/ro/places/igi-cluj/", "Imigrări"),
        ("/ro/letters/permit-appointment-request/", "Cerere de programare la Imigrări"),
        ("/ro/privacy/", "Datele dumneavoastră"),
    ],
)
def test_the_form_behind_a_page_names_the_page(client, page, says):
    there = client.get(page).content.decode()
    (address,) = set(re.findall(r'href="([^"]*/report/\?about=[^"]*)"', there))
    form = client.get(html.unescape(address)).content.decode()
    (title,) = re.findall(r'<p class="summary">(.*?)</p>', form, flags=re.S)
    assert says in re.sub(r"<[^>]+>", "", title)


def test_what_is_about_nothing_that_is_there_names_nothing(client):
    for about in ("site:/", "guide:no/page", "<b>", ""):
        assert 'class="summary"' not in client.get("/en/report/", {"about": about}).content.decode()
