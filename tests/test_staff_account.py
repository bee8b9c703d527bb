"""The room as each person has it: own account, language, the city's time, and our name on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from acasa.foundation.city.models import City
from acasa.foundation.people.models import User
from acasa.foundation.web import memory
from acasa.foundation.web.audience import addresses
from acasa.information.guide.models import GuidePage
from tests.tools.signed_in import client_of, person, sign_in

from .form_fields import form_of
from .test_audiences import for_staff, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

IN_THE_ROOM = ("directory-editor", "editor", "administrator")


@pytest.mark.parametrize("role", IN_THE_ROOM)
def test_the_account_page_is_saved_by_everybody_in_the_room(role):
    client = client_of(role)
    form = form_of(client, "/cms/account/")
    assert not [name for name in form if name.endswith(("time_zone", "-email", "avatar"))]
    change = {
        "name_email-first_name": "Ana", "name_email-last_name": "Rus", "locale-preferred_language": "ro",
        "theme-theme": "dark",
    }  # fmt: skip
    assert set(change) <= set(form)
    answer = client.post("/cms/account/", {**form, **change})
    assert answer.status_code == 302
    user = User.objects.get(email=f"{role}@example.org")
    assert user.get_full_name() == "Ana Rus"
    assert (user.wagtail_userprofile.preferred_language, user.wagtail_userprofile.theme) == ("ro", "dark")
    assert user.wagtail_userprofile.current_time_zone == ""
    assert 'lang="ro"' in client.get("/cms/").content.decode()[:200]


def test_bad_input_on_the_account_page_is_answered_in_words():
    client = client_of("editor")
    form = form_of(client, "/cms/account/")
    for change in (
        {"name_email-first_name": ""}, {"locale-preferred_language": "xx"}, {"theme-theme": "pink"},
        {"name_email-last_name": "x" * 500}, {"name_email-last_name": "\x00"},
    ):  # fmt: skip
        answer = client.post("/cms/account/", {**form, "name_email-last_name": "Pop", **change})
        assert answer.status_code == 200, change
        assert "error-message" in answer.content.decode(), change


def test_password_second_factor_and_roles_are_found_from_the_account_page():
    page = client_of("editor").get("/cms/account/").content.decode()
    for address in ("/accounts/password/change/", "/accounts/2fa/", "/account/?stay"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(
    "address", ["/cms/", "/cms/today/", "/cms/facts/", "/account/?stay", "/accounts/2fa/"]
)
def test_the_room_speaks_the_citys_language_to_who_chose_none(address):
    client = client_of("editor", language="")
    page = client.get(address, headers={"Accept-Language": "en-GB,en;q=0.9"}).content.decode()
    assert '<html lang="ro"' in page
    UserProfile.objects.update(preferred_language="en")
    assert '<html lang="en"' in client.get(address).content.decode()


def test_signing_in_and_a_refusal_speak_the_citys_language():
    english = {"Accept-Language": "en"}
    assert "Conectare" in Client().get("/accounts/login/", headers=english).content.decode()
    refused = client_of("mediator", language="").get("/cms/facts/", headers=english)
    assert refused.status_code == 403
    assert "Rolurile dumneavoastră nu permit" in refused.content.decode()


def test_a_readers_page_still_speaks_the_language_of_its_address():
    client = client_of("editor", language="ro")
    assert '<html lang="ar"' in client.get("/ar/").content.decode()


@pytest.mark.parametrize(("zone", "shown"), [("Europe/Bucharest", "14:30"), ("Asia/Kathmandu", "17:15")])
def test_times_in_the_room_are_the_citys_whoever_looks(zone, shown):
    City.objects.update(time_zone=zone)
    memory.forget()
    page = GuidePage.objects.live().first()
    page.go_live_at = datetime(2027, 7, 1, 11, 30, tzinfo=UTC)
    page.save_revision()
    address = f"/cms/pages/{page.pk}/edit/"
    for client in (client_of("editor"), client_of("administrator", language="ro")):
        assert form_of(client, address)["go_live_at"] == f"01.07.2027 {shown}"
    UserProfile.objects.update(current_time_zone="Asia/Tokyo")
    assert form_of(client_of("editor"), address)["go_live_at"] == f"01.07.2027 {shown}"


def test_days_are_written_as_the_editors_language_writes_them():
    person("editor")
    day = {"en": "05/07/2027", "ro": "05.07.2027"}
    for language, written_ in day.items():
        client = client_of("administrator", language=language)
        User.objects.filter(email="editor@example.org").update(
            last_login=datetime(2027, 7, 4, 22, 30, tzinfo=UTC)
        )
        assert written_ in client.get("/cms/colleagues/").content.decode()


def words(html: str) -> str:
    html = re.sub(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", " ", html, flags=re.S)
    return re.sub(r"""<(?:[^>"']|"[^"]*"|'[^']*')+>""", " ", html)


def test_the_way_out_of_the_room_is_asked_first_and_ends_nothing_by_a_look():
    client = client_of("editor")
    assert client.get("/cms/logout/").headers["Location"] == "/accounts/logout/"
    assert client.get("/cms/today/").status_code == 200
    assert client.post("/cms/logout/").headers["Location"] == "/accounts/login/"
    assert client.get("/cms/today/").status_code == 302


def test_the_name_of_the_software_below_ours_stands_on_no_page():
    client = client_of("administrator", language="ro")
    english = Client()
    sign_in(english, person("editor", language="en"))
    tried = 0
    for one in addresses():
        if not for_staff(one) or "<" in one.route or "(" in one.route:
            continue
        for browser in (client, english):
            answer = browser.get(written(one.route))
            if answer.status_code in (200, 404) and "html" in answer["Content-Type"]:
                page = answer.getvalue().decode()
                assert "wagtail" not in words(page).lower(), one.route
                assert 'aria-label="Wagtail"' not in page, one.route
                assert "favicon.ico" not in page, one.route
                tried += 1
    assert tried > 30
