"""The page with answers."""

import logging

import pytest

from acasa.information.ask.models import SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


def page(client, question: str, language: str = "en") -> str:
    response = client.get(f"/{language}/ask/", {"q": question})
    assert response.status_code == 200
    return response.content.decode()


def test_answers_are_a_list_of_links_with_their_kind(client):
    html = page(client, "family doctor")
    assert "<ol" in html
    assert '<a href="/en/guide/health/family-doctor/">' in html
    assert 'role="search"' in html
    assert 'value="family doctor"' in html


def test_the_question_is_shown_as_text_only(client):
    html = page(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in html


def test_nobody_may_keep_the_answer(client):
    response = client.get("/en/ask/", {"q": "igi"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert not response.cookies


def test_without_an_answer_the_page_leads_on(client):
    html = page(client, "qqqqzzzz")
    assert '<a href="/en/guide/emergency/"' in html
    assert "/en/places/oss/" in html


def test_a_title_in_another_language_is_marked(client):
    SearchEntry.objects.filter(language="ar").delete()
    html = page(client, "family doctor", "ar")
    assert 'lang="en" dir="auto"><a href="/ar/guide/health/family-doctor/">' in html


def test_a_language_the_city_does_not_offer_is_not_found(client):
    assert client.get("/xx/ask/", {"q": "igi"}).status_code == 404


def test_without_a_question_there_is_the_box_alone(client):
    html = page(client, "")
    assert 'role="search"' in html
    assert "<ol" not in html.split("<main")[1]


def test_the_question_is_neither_logged_nor_stored(client, caplog):
    caplog.set_level(logging.DEBUG)
    page(client, "zebrafish permit")
    own = [record for record in caplog.records if record.name != "django.db.backends"]
    assert "zebrafish" not in "".join(record.getMessage() for record in own)
