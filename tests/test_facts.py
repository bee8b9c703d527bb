"""The editors' page of facts, and what follows when one changes: pages, print, answers, open data."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from django.test import Client
from pypdf import PdfReader

from acasa.foundation.staff.changed import state_of
from acasa.foundation.texts.authoring import effects
from acasa.foundation.texts.models import Fact, Translation
from acasa.information.ask.actions import refresh_index
from acasa.information.directory.models import Service
from acasa.information.letters.models import Letter
from tests.tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.fixture
def editor() -> Client:
    return client_of("editor")


def form_of(fact: Fact, **changes: str) -> dict[str, str]:
    names = (
        "label", "kind", "amount", "most", "unit", "day", "text", "source_title", "source_url", "as_of", "confidence",
        "review_by", "sheet", "note",
    )  # fmt: skip
    data = {name: "" if getattr(fact, name) is None else str(getattr(fact, name)) for name in names}
    return {**data, "owner": fact.owner_id, "seen": state_of(fact), **changes}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("\xa0", " ")


CHANGES = [
    ("permit-card-fee", {"amount": "1271"}, "stay/first-residence-permit", "1.271 de lei"),
    ("first-permit-term", {"amount": "37"}, "stay/first-residence-permit", "37 de zile"),
    ("igi-cluj-phone", {"text": "0264 112 113"}, "stay/first-residence-permit", "0264 112 113"),
    ("minimum-gross-wage", {"amount": "5432"}, "work/employment-contract", "5.432 de lei"),
    ("job-search-term", {"amount": "77"}, "work/employment-contract", "77 de zile"),
]


def all_of(reader: Client, address: str) -> str:
    """What a page says; of a letter also what it says to each who chose something in its form."""
    answers = [reader.get(address)]
    for letter in Letter.objects.filter(slug=address.rstrip("/").rpartition("/")[2]):
        for field in letter.content["fields"]:
            answers += [reader.post(address, {field["id"]: one["id"]}) for one in field.get("options", ())]
    return words(" ".join(answer.content.decode() for answer in answers))


@pytest.mark.parametrize(("slug", "change", "page", "shown"), CHANGES)
def test_a_changed_fact_changes_every_page_and_print_and_no_translation(editor, slug, change, page, shown):
    fact = Fact.objects.get(slug=slug)
    before = Translation.objects.order_by("pk").values_list("pk", "text")
    translations = list(before)
    first = editor.post(f"/cms/facts/{slug}/", form_of(fact, **change)).content.decode()
    assert shown.split()[0] in words(first)
    touched = effects(fact)
    assert touched
    assert all(effect.title in words(first).replace("&#x27;", "'") for effect in touched)
    assert Fact.objects.get(slug=slug).value == fact.value, "nothing is saved before the editor has seen it"
    answer = editor.post(f"/cms/facts/{slug}/", form_of(fact, confirmed="yes", **change))
    assert answer.status_code == 302
    reader = Client()
    assert shown in words(reader.get(f"/ro/guide/{page}/").content.decode())
    pdf = PdfReader(io.BytesIO(reader.get(f"/ro/guide/{page}.pdf").content))
    printed = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in pdf.pages)).replace("\xa0", " ")
    assert shown in printed
    for effect in touched:
        if not effect.address:  # a step is on a path, which has no address of its own
            continue
        assert shown.split()[0] in all_of(reader, effect.address), effect.title
    assert list(before.all()) == translations


def test_a_changed_fact_changes_the_open_data_and_the_answers(editor):
    fact = Fact.objects.get(slug="permit-card-fee")
    service = Service.objects.filter(organisation="igi-cluj").first()
    Service.objects.filter(pk=service.pk).update(cost_note="Cardul costă {permit-card-fee}.")
    from acasa.foundation.texts.actions import place_document

    place_document("organisation:igi-cluj", {"cost": ["Cardul costă {permit-card-fee}."]})
    editor.post("/cms/facts/permit-card-fee/", form_of(fact, amount="1271", confirmed="yes"))
    reader = Client(headers={"accept-language": "ro"})
    services = reader.get("/api/hsds/services", {"per_page": 100}).json()["contents"]
    assert any("1.271" in (one.get("fees_description") or "") for one in services) or "1.271" in str(
        reader.get(f"/api/hsds/services/{service.hsds_id}").json()
    )
    refresh_index()
    assert "first-residence-permit" in Client().get("/ro/ask/", {"q": "1271 lei card"}).content.decode()


def test_somebody_elses_change_is_not_overwritten(editor):
    fact = Fact.objects.get(slug="permit-card-fee")
    stale = form_of(fact, amount="300", confirmed="yes")
    Fact.objects.filter(pk=fact.pk).update(amount=280)
    answer = editor.post("/cms/facts/permit-card-fee/", stale)
    assert "Somebody changed this meanwhile" in answer.content.decode()
    assert Fact.objects.get(pk=fact.pk).amount == 280


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"unit": "lei"}, "unit"),
        ({"most": "1"}, "most"),
        ({"as_of": "last year"}, "as_of"),
        ({"kind": "date"}, "day"),
        ({"kind": "phone"}, "text"),
        ({"kind": "duration", "unit": "fortnights"}, "unit"),
        ({"review_by": "soon"}, "review_by"),
        ({"source_title": ""}, "source_title"),
    ],
)
def test_a_wrong_value_is_explained_at_its_field_and_nothing_is_lost(editor, change, field):
    fact = Fact.objects.get(slug="permit-card-fee")
    answer = editor.post("/cms/facts/permit-card-fee/", form_of(fact, note="kept while mending", **change))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() >= {field}
    assert "kept while mending" in answer.content.decode()
    assert Fact.objects.get(pk=fact.pk).note != "kept while mending"


def test_a_change_of_the_source_alone_needs_no_second_look(editor):
    fact = Fact.objects.get(slug="permit-card-fee")
    assert editor.post("/cms/facts/permit-card-fee/", form_of(fact, confidence="medium")).status_code == 302
    assert Fact.objects.get(pk=fact.pk).confidence == "medium"


def test_the_history_says_who_changed_what_and_offers_the_old_value(editor):
    fact = Fact.objects.get(slug="permit-card-fee")
    old = fact.amount
    editor.post("/cms/facts/permit-card-fee/", form_of(fact, amount="1271", confirmed="yes"))
    page = editor.get("/cms/facts/permit-card-fee/")
    change = next(past for past in page.context["history"] if past.changes)
    assert change.person == "editor@example.org"
    again = editor.get("/cms/facts/permit-card-fee/", {"former": change.entry.pk})
    assert Decimal(str(again.context["form"]["amount"].value())) == old


def test_a_fact_in_use_cannot_be_deleted_and_an_unused_one_can(editor):
    editor.post("/cms/facts/permit-card-fee/delete/")
    assert Fact.objects.filter(slug="permit-card-fee").exists()
    data = form_of(Fact.objects.get(slug="permit-card-fee")) | {"slug": "of-no-use"}
    assert editor.post("/cms/facts/add/", data)["Location"] == "/cms/facts/of-no-use/"
    assert "standing nowhere" in editor.get("/cms/facts/").content.decode()
    assert [f.slug for f, _v, _o in editor.get("/cms/facts/?state=unused").context["rows"]] == ["of-no-use"]
    editor.post("/cms/facts/of-no-use/delete/")
    assert not Fact.objects.filter(slug="of-no-use").exists()


def test_the_list_is_filtered_sorted_and_exported(editor):
    Fact.objects.update(review_by="2099-01-01")
    Fact.objects.filter(slug="permit-card-fee").update(review_by="2020-01-01")
    overdue = editor.get("/cms/facts/?state=overdue").context["rows"]
    assert [fact.slug for fact, _value, _overdue in overdue] == ["permit-card-fee"]
    low = editor.get("/cms/facts/?confidence=low").context["page"].paginator.count
    assert low == Fact.objects.filter(confidence="low").count()
    most = editor.get("/cms/facts/?sort=-places").context["rows"]
    assert most[0][0].places >= most[-1][0].places
    exported = editor.get("/cms/facts/?format=csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(exported)))) == Fact.objects.count()
    assert editor.get("/cms/facts/?q=zzzzzz").context["rows"] == []


def test_the_table_of_pages_counts_what_the_pages_say(editor):
    rows = list(csv.DictReader(io.StringIO(editor.get("/cms/table/?format=csv").content.decode("utf-8-sig"))))
    assert len(rows) == 58
    for row in rows:
        assert int(row["words"]) > 80, row
        assert 0 < int(row["ease ro"]) <= 100
        assert 0 < int(row["ease en"]) <= 100
    assert sum(int(row["open tasks"]) for row in rows) > 100
    assert editor.get("/cms/table/?sort=low").status_code == 200
