"""Every form of the authoring room is saved by everyone who may, refused to everyone else, and survives bad input.

The list of forms comes from the address table; how each is tried, from the rows of its room.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.contrib.admin.utils import quote
from django.db import transaction
from django.test import Client
from wagtail.snippets.models import get_snippet_models

from acasa.foundation.staff.changed import state_of
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.web.audience import addresses
from acasa.information.directory.models import Organisation, Phone, Place
from tests.tools.rows import Form, of_all
from tests.tools.signed_in import STAFF, client_of

from .form_fields import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]

FORMS: dict[str, Form] = of_all("forms")
BAD = (
    "{no-such-fact}",
    "}",
    "x" * 5000,
    "-5",
    "31.02.2026",
    "\x00",
    "<script>alert(1)</script>",
    "=1+1",
    "%s",
    "🏠" * 90,
)


def some_of(position: int) -> set[str]:
    """Of all bad input some, others for each field: over a form all of it is tried, and a NUL in every field."""
    return {"\x00", BAD[position % len(BAD)], BAD[(3 * position + 1) % len(BAD)]}


def models() -> list[str]:
    """The kinds of entries that have a form, by the address table."""
    found = {
        match[1].replace("/", ".")
        for one in addresses()
        if (match := re.match(r"cms/snippets/(\w+/\w+)/add/$", one.route))
    }
    return sorted(found)


@cache
def model_of(label: str):
    return next(model for model in get_snippet_models() if model._meta.label_lower == label)


def test_every_form_of_the_address_table_is_saved_here():
    without, unknown = sorted(set(models()) - set(FORMS)), sorted(set(FORMS) - set(models()))
    assert not without, (
        f"the rows of the room (ROWS in its tests/__init__.py) need a Form(…) under “forms” for each: {without}"
    )
    assert not unknown, f"no form of the authoring room is of these; take them out of the rows: {unknown}"


def entry_of(label: str, *, of: str = "oss"):
    """Something of a kind that is there, of an organisation where it belongs to one."""
    find = FORMS[label].find
    found = find(of) if find else model_of(label).objects.first()
    assert found is not None, f"{label}: nothing of it is there; let its row find or make one"
    found.refresh_from_db()  # as the table keeps it: what was made from “18:30” is a time from now on
    return found


def add_address(label: str) -> str:
    return f"/cms/snippets/{label.replace('.', '/')}/add/"


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("label", sorted(FORMS))
def test_a_form_is_saved_as_it_stands_by_those_who_may_and_changes_nothing(label, role):
    row = entry_of(label)
    client, address = client_of(role), edit_address(type(row), row.pk)
    if role not in FORMS[label].edit:
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403
        return
    before = state_of(row)
    form = form_of(client, address)
    answer = client.post(address, form)
    assert answer.status_code == 302, errors(answer)
    row.refresh_from_db()
    assert without_stamps(state_of(row), row) == without_stamps(before, row)


def without_stamps(state: str, row) -> str:
    """Organisations carry the moment of their last saving."""
    return "" if isinstance(row, Organisation) else state


def errors(answer) -> str:
    return (
        str(answer.context["form"].errors)
        if answer.context and "form" in answer.context
        else str(answer.content[:500])
    )


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("label", sorted(FORMS))
def test_a_new_thing_is_saved_and_deleted_by_those_who_may(label, role):
    row = entry_of(label)
    model = type(row)
    form = form_of(client_of("editor"), edit_address(model, row.pk))
    form = {
        name: value for name, value in {**form, "seen": "", **FORMS[label].new}.items() if value is not None
    }
    client = client_of(role)
    count = model.objects.count()
    answer = client.post(add_address(label), form)
    if role not in FORMS[label].add:
        assert answer.status_code in (302, 403)
        assert model.objects.count() == count
        return
    assert answer.status_code == 302, errors(answer)
    assert model.objects.count() == count + 1
    made = model.objects.exclude(pk=row.pk).filter(**NEW_KEY(label, row)).order_by("-pk").first()
    assert made is not None
    delete = f"/cms/snippets/{label.replace('.', '/')}/delete/{quote(made.pk)}/"
    answer = client.post(delete)
    assert answer.status_code in (302, 403)
    assert model.objects.filter(pk=made.pk).exists() != (role in FORMS[label].add)


def NEW_KEY(label: str, row) -> dict:
    """By what the new thing is known; who edits one organisation calls its parts by it first."""
    found = {
        f"{name}__endswith": value
        for name, value in FORMS[label].new.items()
        if name in ("slug", "number") and value
    }
    return found or {"place": row.place}


@pytest.mark.parametrize("label", sorted(FORMS))
def test_bad_input_in_any_field_is_answered_in_words_and_keeps_what_was_there(label):
    row = entry_of(label)
    client, address = client_of("administrator"), edit_address(type(row), row.pk)
    form = form_of(client, address)
    before, tried = state_of(row), 0
    for position, name in enumerate(form):
        if name in ("csrfmiddlewaretoken", "seen"):
            continue
        for bad in some_of(position):
            with transaction.atomic():
                answer = client.post(address, {**form, name: bad})
                tried += 1
                assert answer.status_code in (200, 302), (name, bad[:20], answer.status_code)
                if answer.status_code == 200:
                    assert answer.context["form"].errors, (name, bad[:20])
                    assert state_of(type(row).objects.get(pk=row.pk)) == before, (name, bad[:20])
                else:  # it was no bad input for this field: what was kept can be opened again
                    assert client.get(address).status_code == 200
                transaction.set_rollback(True)
    assert tried >= len(form)


@pytest.mark.parametrize("label", sorted(FORMS))
def test_an_empty_form_says_what_is_missing(label):
    answer = client_of("administrator").post(add_address(label), {})
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize("label", sorted(FORMS))
def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost(label):
    row = entry_of(label)
    model, address = type(row), edit_address(type(row), row.pk)
    first, second = client_of("editor"), client_of("administrator")
    field = FORMS[label].field
    one, other = form_of(first, address), form_of(second, address)
    text = one[field]
    change = (
        (lambda word: text.replace("title: ", f"title: {word} ", 1))
        if field == "written"
        else (lambda word: f"{word} {text}"[:80])
    )
    assert first.post(address, {**one, field: change("Unu")}).status_code == 302
    mine = {**other, field: change("Doi")}
    answer = second.post(address, mine)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Somebody changed this meanwhile" in page
    assert "Doi" in page, "what the second wrote stays in the form"
    if field != "written":
        assert "Now: Unu" in page
    kept = model.objects.get(pk=row.pk)
    assert "Unu" in str(getattr(kept, field, kept.__dict__))
    again = second.post(address, {**mine, "seen": answer.context["form"].data["seen"]})
    assert again.status_code == 302
    assert "Doi" in str(getattr(model.objects.get(pk=row.pk), field, model.objects.get(pk=row.pk).__dict__))


@pytest.mark.parametrize(
    "label", ["directory.organisation", "directory.place", "directory.service", "directory.phone"]
)
def test_another_organisations_entry_is_shown_by_no_address(label):
    other = entry_of(label, of="igi-cluj")
    client = client_of("directory-editor")
    start = f"/cms/snippets/{label.replace('.', '/')}"
    for what in ("edit", "delete", "usage", "history", "history-results"):
        answer = client.get(f"{start}/{what}/{quote(other.pk)}/")
        assert answer.status_code in (302, 403), what
    listed = client.get(f"{start}/").content.decode()
    assert f"edit/{quote(other.pk)}/" not in listed
    assert client.get(f"/cms/bulk/{label.replace('.', '/')}/delete/?id={other.pk}").status_code == 403


def test_hidden_addresses_stand_in_no_form_list_or_chooser_of_others():
    organisation = Organisation.objects.get(slug="igi-cluj")
    Organisation.objects.filter(pk=organisation.pk).update(visibility="address-hidden")
    Place.objects.filter(organisation=organisation).update(address="Strada Ascunsă 7", name="Ascunsă")
    client = client_of("directory-editor")
    for one in addresses():
        if re.match(r"cms/snippets/[^(]*$", one.route) and "<" not in one.route:
            answer = client.get(f"/{one.route}?q=Ascuns")
            assert "Strada Ascunsă" not in answer.content.decode(), one.route
            assert f'value="{organisation.pk}"' not in answer.content.decode(), one.route


def test_what_the_database_refuses_is_said_in_words():
    client = client_of("editor")
    phone = entry_of("directory.phone")
    twin = Phone.objects.create(organisation=phone.organisation, number="0264 000 001")
    form = form_of(client, edit_address(Phone, twin.pk)) | {"number": phone.number}
    answer = client.post(edit_address(Phone, twin.pk), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    place = Place.objects.filter(services__isnull=False).first()
    assert client.post(f"/cms/snippets/directory/place/delete/{quote(place.pk)}/").status_code == 302


def test_nobody_signed_in_saves_anything():
    for label in FORMS:
        row = entry_of(label)
        assert Client().post(edit_address(type(row), row.pk), {"seen": state_of(row)}).status_code == 302
        assert state_of(type(row).objects.get(pk=row.pk)) == state_of(row)
