"""What libraries say at our addresses: in good, formal Romanian, signed out and signed in."""

from __future__ import annotations

import html
import re
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.cache import cache, caches
from django.test import Client
from django.utils.translation import gettext, ngettext, override

from acasa.foundation.packs.files import PackFolder
from acasa.foundation.staff import borrowed_words
from acasa.foundation.texts.management.commands.messages import _in_python
from acasa.information.guide.models import GuidePage
from tests.tools.signed_in import client_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "_open_door")]

BAD = (
    "Esti ", "Ești ", " si / sau", "si/sau", "Conecteaza", "Conectează-te", "Deconecteaza", "success.", "Tine-ma",
    "Schimba parola", "Seteaza", "Reseteaza", "Token invalid", "Bad Token", "Introdu ", " tău", " ta ", "parola ta",
    "Te rugăm", "Te rugam", "Ai uitat", "Parola actuala", "Parola noua", "Autentificare invalid", "Folosește-ți",
    "Go to the first error", "could not be saved", "could not be created", "already in use", "before leaving",
    "Once scheduled", "will only take effect", "Search all pages", "to display", "Page types usage",
    "Live version", "A deblochat", "A creat", "Creat la", "Proceeding will", "View latest version", "network error",
    "domain.com", "too short", "Pages <span", "Vezi în direct", "Istorie sait", "1 of 1", "Are you sure", "Please ",
)  # fmt: skip
"""What earlier releases of these libraries said here."""

SIGNED_OUT = (
    "/accounts/login/", "/accounts/inactive/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/", "/accounts/password/reset/key/1-set-password/",
    "/accounts/password/reset/key/1-abc/", "/accounts/not/here/", "/accounts/logout/", "/cms/not/here/",
)  # fmt: skip
SIGNED_IN = (
    "/accounts/password/change/", "/accounts/reauthenticate/", "/accounts/2fa/",
    "/accounts/2fa/reauthenticate/", "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/", "/accounts/not/here/", "/cms/", "/cms/not/here/", "/cms/account/", "/cms/pages/",
    "/cms/pages/search/", "/cms/reports/locked/", "/cms/reports/site-history/",
    "/accounts/logout/",
)  # fmt: skip
LIBRARIES = {
    "ACCOUNTS": ["allauth"],
    "PASSWORDS": ["django.contrib.auth"],
    "FORMS": ["django.conf"],
    "DATES": ["django.conf"],
    "ROOM": ["wagtail", "wagtail.admin"],
}


@pytest.fixture
def _open_door():
    cache.clear()
    yield
    caches["process"].clear()


def said(answer) -> str:
    """What a page says to people: its text and the texts of its attributes, without its scripts."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    return html.unescape(page)


def bad_in(text: str) -> list[str]:
    return [one for one in BAD if one in text]


def signed_out() -> Client:
    return Client(headers={"accept-language": "ro"})


def catalogue(library: str, name: str = "django.po"):
    module = import_module(library)
    with (Path(module.__file__).parent / "locale/en/LC_MESSAGES" / name).open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("address", SIGNED_OUT)
def test_the_door_speaks_good_romanian(address):
    answer = signed_out().get(address, follow=True)
    assert 'lang="ro"' in answer.content.decode()[:300]
    assert bad_in(said(answer)) == []


def test_every_screen_of_the_account_and_the_room_speaks_good_romanian():
    client = client_of("editor", language="ro")
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    page = GuidePage.objects.first()
    addresses = [*SIGNED_IN, f"/cms/pages/{page.pk}/edit/", f"/cms/pages/{page.pk}/history/"]
    faults = {}
    for address in addresses:
        answer = client.get(address, follow=True)
        text = said(answer)
        if 'lang="ro"' not in text[:300]:
            faults[address] = [f"not in Romanian: {answer.status_code}"]
        elif bad := bad_in(text):
            faults[address] = bad
    assert faults == {}


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/accounts/login/", {"login": "nobody@example.org", "password": "wrong"}),
        ("/accounts/login/", {"login": "", "password": ""}),
        ("/accounts/login/", {"login": "x", "password": "y"}),
    ],
)
def test_a_refusal_at_the_door_is_good_romanian(address, typed):
    assert bad_in(said(signed_out().post(address, typed))) == []


def test_refused_passwords_are_told_in_good_romanian():
    client = Client(headers={"accept-language": "ro"})
    client.force_login(person("no-role", language="ro"))
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    for typed in (
        {"oldpassword": "wrong", "password1": "short", "password2": "other"},
        {"oldpassword": "correct horse battery", "password1": "password1234", "password2": "password1234"},
        {"oldpassword": "correct horse battery", "password1": "short", "password2": "short"},
    ):
        text = said(client.post("/accounts/password/change/", typed))
        assert bad_in(text) == []
    assert "cel puțin 12 caractere" in text


def test_who_chose_a_password_finds_the_sign_in_and_who_has_an_old_link_whom_to_ask():
    for language, ask in (("ro", "administrator al orașului"), ("en", "ask an administrator")):
        client = client_of("no-role", language=language) if language == "en" else signed_out()
        done = client.get("/accounts/password/reset/key/done/").content.decode()
        assert 'href="/accounts/login/"' in done.split("<h1>")[1]
        for address in ("/accounts/password/reset/key/1-abc/", "/accounts/inactive/"):
            assert ask in client.get(address).content.decode(), address


@pytest.mark.parametrize(("language", "says"), [("ro", "salvarea este oprită"), ("en", "saving stops")])
def test_the_dialog_before_a_second_save_says_what_the_server_does(language, says):
    with override(language):
        assert says in gettext("Proceeding will overwrite the changes made by %(user_name)s.")


def test_what_we_say_in_english_is_said_by_a_library():
    theirs = [catalogue(library) for libraries in LIBRARIES.values() for library in libraries]
    with (Path(settings.LOCALE_PATHS[1]) / "en/LC_MESSAGES/django.po").open("rb") as file:
        ours = [message.id for message in read_po(file) if message.id]
    assert ours
    assert [text for text in ours if not any(text in one for one in theirs)] == []


@pytest.mark.parametrize("named", LIBRARIES)
def test_each_word_we_say_better_is_still_said_by_its_library(named):
    theirs = [catalogue(library) for library in LIBRARIES[named]]
    gone = [
        text
        for text in getattr(borrowed_words, named)
        if isinstance(text, str) and not any(text in one for one in theirs)
    ]
    assert gone == []


def test_each_pair_of_singular_and_plural_is_still_said_and_ours_comes_first():
    theirs = [catalogue(library) for libraries in LIBRARIES.values() for library in libraries]
    with (Path(settings.LOCALE_PATHS[1]) / "ro/LC_MESSAGES/django.po").open("rb") as file:
        ours = read_po(file)
    pairs = 0
    for _line, (text, context), _keyword in _in_python(Path(borrowed_words.__file__)):
        assert context is None
        if isinstance(text, tuple):
            pairs += 1
            assert any(one.get(text[0]) and one.get(text[0]).id == text for one in theirs), text
            with override("ro"):
                told = [ngettext(*text, count) for count in (1, 2, 20)]
            assert told == list(ours.get(text[0]).string)
        elif kept := ours.get(text):
            with override("ro"):
                assert gettext(text) == kept.string
    assert pairs


def test_what_the_rooms_scripts_say_is_ours_and_still_asked_for():
    theirs = catalogue("wagtail.admin", "djangojs.po")
    with (Path(settings.LOCALE_PATHS[1]) / "ro/LC_MESSAGES/djangojs.po").open("rb") as file:
        ours = [message for message in read_po(file) if message.id]
    for message in ours:
        key = message.id if isinstance(message.id, str) else message.id[0]
        assert theirs.get(key)
        assert theirs.get(key).id == message.id
    scripts = client_of("editor", language="ro").get("/cms/jsi18n/").content.decode()
    assert r"Leg\u0103tura cu serverul s-a \u00eentrerupt" in scripts


@pytest.mark.parametrize(
    "written",
    ["a: [x", "a: b: c", "a:\n\tb: 1", "a: @x", "a: 'x\nb: y", "a:\n - x\n b: 1", "a: \x01x", "a: &"],
)
def test_a_file_that_is_no_yaml_is_told_in_romanian(written, tmp_path):
    (tmp_path / "one.yaml").write_text(written, encoding="utf-8")
    files = PackFolder(tmp_path)
    files.yaml(tmp_path / "one.yaml")
    (fault,) = files.faults
    with override("ro"):
        told = fault.expected.translated(gettext)
    assert told.startswith("nu este YAML valid")
    assert not re.search(r"expected|found|allowed|Look|Lines| line ", told)
