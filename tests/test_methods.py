"""Addresses asked in a way that they do not answer: our own page, in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.mark.parametrize(
    "address", ["/ro/", "/ne/guide/", "/ar/places/", "/sitemap.xml", "/not/here/", "/ne/guide/health/"]
)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_what_is_sent_to_a_page_that_takes_nothing_finds_our_own_page_in_the_readers_language(
    address, method
):
    answer = getattr(Client(enforce_csrf_checks=True), method)(address)
    html = answer.content.decode()
    assert answer.status_code in (404, 405)
    assert "CSRF" not in html
    assert "Forbidden" not in html
    if answer.status_code == 404 and address[3] == "/":
        assert f'lang="{address[1:3]}"' in html


@pytest.mark.parametrize(
    "address",
    [
        "/", "/ro/", "/ar/guide/health/family-doctor/", "/ro/places/", "/sitemap.xml", "/ro/path/", "/ro/path/desk/",
        "/ro/path/for-others/", "/ro/letters/", "/ro/letters/certificate-request/", "/ro/letters/certificate-request.pdf",
    ],
)  # fmt: skip
def test_what_asks_only_whether_a_page_is_there_is_answered(address):
    assert Client().head(address).status_code in (200, 302)


def test_the_address_of_a_form_leads_back_to_its_page():
    answer = Client().get("/ar/guide/health/family-doctor/feedback/")
    assert answer.headers["Location"] == "/ar/guide/health/family-doctor/"
    assert Client().get("/ar/guide/health/not-here/feedback/").status_code == 404
