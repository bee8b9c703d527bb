"""Lists of the authoring room: found as people type, told apart, taken away as a table, each person their own."""

from __future__ import annotations

import csv
import io
from html import escape

import pytest

from acasa.foundation.staff.search import fold, having
from acasa.information.directory.models import HoursException, Organisation, Phone, Place, Service
from tests.tools.signed_in import client_of

from .test_forms import FORMS, model_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.fixture
def office() -> Place:
    organisation = Organisation.objects.get(slug="oss")
    place = Place.objects.filter(organisation="igi-cluj").first()
    return Place.objects.create(
        slug="oss-office", organisation=organisation, area=place.area, address="Strada Sănătății 2"
    )


def list_of(label: str) -> str:
    return f"/cms/snippets/{label.replace('.', '/')}/"


def test_words_are_found_without_marks_and_capitals_in_any_order(office):
    for asked in ("sanatatii", "SĂNĂTĂȚII strada", "2 sanatatii", "sănătăţii"):
        assert office in having(Place.objects.all(), ["address"], asked), asked
    assert office not in having(Place.objects.all(), ["address"], "sanatatii 3")
    assert having(Place.objects.all(), ["address"], "100%_").count() == 0


@pytest.mark.parametrize("text", ["Ștefan ȚĂRAN", "İstanbul", "Київ", "حي", "Straße 5%", "a_b\\c"])
def test_the_database_folds_a_text_as_we_do(office, text):
    Place.objects.filter(pk=office.pk).update(name=text)
    assert Place.objects.filter(pk=office.pk, name__folded__contains=fold(text)).exists()


@pytest.mark.parametrize("label", sorted(FORMS))
def test_every_list_is_searched_sorted_and_opens_at_any_page(label):
    client, address = client_of("editor"), list_of(label)
    assert client.get(address).status_code == 200
    assert client.get(address + "?q=sanatate").status_code == 200
    assert client.get(address + "?q=%25_'\"").status_code == 200
    assert client.get(address + "?q=%00").status_code == 404  # as everywhere in the room
    for column in client.get(address).context["table"].columns.values():
        if column.sort_key:
            for order in (column.sort_key, f"-{column.sort_key}"):
                assert client.get(f"{address}?ordering={order}").status_code == 200, order
    assert client.get(address + "?p=9999").status_code in (200, 404)
    assert "zzzz" in client.get(address + "?q=zzzz").content.decode()


def test_people_find_an_organisation_by_its_short_name_and_by_what_it_does():
    client = client_of("editor")
    row = Organisation.objects.exclude(short_name="").first()
    assert (
        row.name
        in client.get(list_of("directory.organisation"), {"q": row.short_name.lower()}).content.decode()
    )
    service = Service.objects.exclude(organisation__short_name="").first()
    found = client.get(list_of("directory.service"), {"q": service.organisation.short_name})
    assert service.name in found.content.decode()


def test_lists_say_what_is_chosen_in_words():
    Organisation.objects.update(confidence="low")
    client = client_of("editor", language="ro")
    page = client.get(list_of("directory.organisation")).content.decode()
    assert "mică" in page
    assert ">low<" not in page


@pytest.mark.parametrize("label", sorted(FORMS))
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_every_list_is_taken_away_as_a_table(label, format_):
    answer = client_of("editor").get(f"{list_of(label)}?export={format_}")
    assert answer.status_code == 200
    content = answer.getvalue()
    assert content
    if format_ == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) == model_of(label).objects.count() + 1


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_directory_editor_takes_away_only_what_is_theirs(format_, office):
    HoursException.objects.create(place=office, first="2027-02-01", last="2027-02-02", hours="off")
    Phone.objects.get_or_create(organisation_id="oss", number="0264 100 100")
    client = client_of("directory-editor")
    for label in (one for one in FORMS if one.startswith("directory.")):
        answer = client.get(f"{list_of(label)}?export={format_}")
        assert answer.status_code == 200
        if format_ == "csv":
            rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
            assert rows, label
            own = Organisation.objects.get(slug="oss").name
            assert {row.get("Organisation", own) for row in rows} == {own}, label


def test_a_text_that_looks_like_a_formula_stays_a_text(office):
    Place.objects.filter(pk=office.pk).update(name="=1+1")
    answer = client_of("editor").get(f"{list_of('directory.place')}?export=csv&q=sanatatii")
    assert "'=1+1" in answer.getvalue().decode()


def test_a_place_is_chosen_with_its_organisation(office):
    page = client_of("editor").get(list_of("directory.hoursexception") + "add/").content.decode()
    assert f"{office.organisation.name}, Strada Sănătății 2" in page


@pytest.mark.parametrize(
    "label", ["directory.service", "directory.organisation", "guide.word", "directory.place"]
)
def test_a_chooser_is_searched_like_the_list(label):
    client, start = client_of("editor"), f"/cms/snippets/choose/{label.replace('.', '/')}/"
    assert 'name=\\"q\\"' in client.get(start).content.decode()
    everything = client.get(f"{start}results/").content.decode()
    model = model_of(label)
    row = model.objects.order_by("-pk").first()
    found = client.get(f"{start}results/", {"q": fold(str(row))})
    assert found.status_code == 200
    assert escape(str(row)) in found.content.decode()
    assert client.get(f"{start}results/", {"q": "zzzzzz"}).content.decode() != everything


def test_a_service_is_chosen_with_its_organisation():
    row = Service.objects.select_related("organisation").first()
    answer = client_of("editor").get("/cms/snippets/choose/directory/service/results/", {"q": row.name})
    assert row.organisation.name in answer.content.decode()
