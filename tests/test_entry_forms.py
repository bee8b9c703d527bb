"""What the forms of entries refuse in words, and what they help with while one writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from acasa.foundation.city.models import Area
from acasa.foundation.staff.changed import state_of
from acasa.foundation.staff.entries import edit_address
from acasa.foundation.texts.models import Fact
from acasa.information.directory.models import HoursException, Organisation, Phone, Place, Service
from acasa.information.guide.models import Publication, Word
from acasa.information.pathway.models import Step
from tests.tools.signed_in import client_of

from .form_fields import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.fixture
def editor():
    return client_of("editor")


def errors(client, row, **changed) -> dict[str, list[str]]:
    address = edit_address(type(row), row.pk)
    answer = client.post(address, {**form_of(client, address), **changed})
    assert answer.status_code == 200
    assert state_of(type(row).objects.get(pk=row.pk)) == state_of(row)
    return answer.context["form"].errors


@pytest.mark.parametrize(
    "target",
    ["page:health/nothing", "word:nothing", "letter:nothing", "organisation:nothing", "nothing", "step:airport-bus",
     "/ro/guide/", "javascript:alert"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("model", "field"),
    [(Step, "text"), (Word, "meaning"), (Organisation, "description"), (Service, "description")],
)
def test_a_link_to_nothing_is_refused_in_every_text(editor, model, field, target):
    row = model.objects.first()
    said = errors(editor, row, **{field: f"Vedeți [aici]({target})."})
    assert target in str(said[field])


def test_codes_that_stay_chosen_keep_their_order(editor):
    row = Service.objects.get(pk="119-report")
    assert row.audience == ["children", "families"]  # the checkboxes stand the other way round
    address = edit_address(Service, row.pk)
    unchanged = form_of(editor, address)
    assert unchanged["audience"] == ["families", "children"]
    assert editor.post(address, unchanged).status_code == 302
    assert state_of(Service.objects.get(pk=row.pk)) == state_of(row)
    again = form_of(editor, address)
    again["audience"] = ["everyone", "families", "children"]
    assert editor.post(address, again).status_code == 302
    assert Service.objects.get(pk=row.pk).audience == ["children", "families", "everyone"]


def test_a_link_to_something_is_kept(editor):
    row, page = Word.objects.first(), Publication.objects.first()
    address = edit_address(Word, row.pk)
    for target in (
        f"page:{page.address}",
        f"word:{row.slug}",
        "organisation:igi-cluj",
        "https://example.org/",
    ):
        form = {**form_of(editor, address), "meaning": f"Vedeți [aici]({target})."}
        assert editor.post(address, form).status_code == 302, target


def test_a_step_to_a_page_or_letter_that_is_not_there_is_refused(editor):
    step = Step.objects.exclude(page="").first()
    for name, value in (("page", "health/nothing"), ("letter", "nothing")):
        assert errors(editor, step, **{name: value})[name]


def test_how_often_a_step_comes_again_is_explained_in_words(editor):
    said = str(errors(editor, Step.objects.filter(safety=False).first(), repeat="sometimes")["repeat"])
    assert "such as 6 months" in said
    assert "[1-9]" not in said


@pytest.mark.parametrize("kind", ["money", "duration", "percent"])
def test_nothing_costs_or_lasts_less_than_nothing(kind):
    fact = Fact.objects.filter(kind="money").first()
    client = client_of("editor")
    form = form_of(client, f"/cms/facts/{fact.slug}/")
    unit = {"money": "RON", "duration": "days", "percent": ""}[kind]
    answer = client.post(
        f"/cms/facts/{fact.slug}/", {**form, "kind": kind, "unit": unit, "amount": "-5", "most": ""}
    )
    assert "Write a number from 0 up." in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk=fact.pk).update(kind=kind, amount=-5, unit=unit or "x", most=None)


def test_a_confidence_that_nobody_knows_is_refused_by_form_and_database(editor):
    one = Organisation.objects.get(slug="igi-cluj")
    assert errors(editor, one, confidence="huge")["confidence"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.update(confidence="huge")


def test_the_parts_of_an_organisation_stand_on_its_page_with_a_way_to_add_one():
    one = Organisation.objects.get(slug="oss")
    place = Place.objects.create(
        slug="oss-office", organisation=one, area=Area.objects.first(), address="Strada 1"
    )
    Phone.objects.get_or_create(organisation=one, number="0264 100 100")
    closed = HoursException.objects.create(place=place, first="2027-02-01", last="2027-02-02", hours="off")
    client = client_of("directory-editor")
    page = client.get(edit_address(Organisation, "oss")).content.decode()
    for part in (place, closed, *one.services.all(), *one.phones.all()):
        assert f'href="{edit_address(type(part), part.pk)}"' in page
    for kind in ("place", "service", "phone"):
        start = f"/cms/snippets/directory/{kind}/add/?organisation=oss"
        assert f'href="{start}"' in page
        assert form_of(client, start)["organisation"] == "oss"
    start = "/cms/snippets/directory/hoursexception/add/?place=oss-office"
    assert f'href="{start}"' in page
    assert form_of(client, start)["place"] == "oss-office"


def test_nobody_adds_a_part_to_an_organisation_that_is_not_theirs_by_an_address():
    client = client_of("directory-editor")
    form = form_of(client, "/cms/snippets/directory/phone/add/?organisation=igi-cluj")
    assert form["organisation"] != "igi-cluj"
    answer = client.post(
        "/cms/snippets/directory/phone/add/", {"organisation": "igi-cluj", "number": "0264 777 777"}
    )
    assert answer.context["form"].errors["organisation"]


def test_a_name_that_is_taken_tells_nobody_of_others_services():
    client, taken = client_of("directory-editor"), Service.objects.exclude(organisation="oss").first()
    start = "/cms/snippets/directory/service/add/?organisation=oss"
    form = form_of(client, start) | {"slug": taken.pk, "name": "Ajutor", "description": "Ajutor."}
    answer = client.post(start, form, follow=True)
    assert "See it as readers do" in answer.content.decode(), answer.context["form"].errors
    assert Service.objects.get(pk=f"oss-{taken.pk}").organisation_id == "oss"


def test_who_saved_a_thing_is_offered_the_page_that_readers_see():
    client = client_of("editor", language="ro")
    for model, key, public in (
        (Organisation, "oss", "/ro/places/oss/"),
        (Service, Service.objects.filter(organisation="oss").first().pk, "/ro/places/oss/"),
        (Word, Word.objects.first().pk, f"/ro/words/{Word.objects.first().pk}/"),
    ):
        address = edit_address(model, key)
        said = client.post(address, form_of(client, address), follow=True).content.decode()
        assert f'<a href="{public}"' in said
        assert "Vedeți-o ca cititorii" in said
        assert client.get(public).status_code == 200


def test_opening_hours_are_read_back_in_words_as_they_are_typed():
    def read(client, hours: str) -> str:
        return client.post("/cms/directory/hours/", {"hours": hours}).content.decode()

    client = client_of("directory-editor", language="ro")
    page = read(client, "Mo-Fr 08:30-16:00; Sa 10:00-12:00; PH off")
    assert "luni–vineri" in page
    assert "08:30–16:00" in page
    assert "sâmbătă" in page
    assert "închis" in page
    assert "luni–duminică</strong>: deschis zi și noapte" in read(client, "24/7")
    assert "nu se poate citi" in read(client, "luni-vineri")
    assert read(client, "").strip() == ""
    assert read(client, "<script>").count("<script>") == 0
    assert client_of("mediator").post("/cms/directory/hours/", {"hours": "24/7"}).status_code == 403
