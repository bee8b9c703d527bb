"""Today: what comes first, what a report says, and two texts side by side where a pack differs."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from acasa.foundation.feed import queries
from acasa.foundation.feed.authoring import FIRST
from acasa.foundation.packs.loading import parts
from acasa.foundation.packs.models import PackConflict
from acasa.foundation.people.models import User
from acasa.foundation.people.queries import actor_of
from acasa.foundation.texts.models import Fact
from acasa.information.directory.actions import receive_report
from acasa.information.directory.models import Organisation
from acasa.information.pathway.models import Step
from tests.tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


def test_readers_come_first_and_of_each_kind_only_the_first_are_shown():
    Fact.objects.update(confidence="low")
    receive_report(about="organisation:igi-cluj", language="en", message="Moved.")
    client = client_of("editor")
    answer = client.get("/cms/today/")
    groups = answer.context["groups"]
    assert groups[0].source.kind == "report"
    weak = next(group for group in groups if group.source.kind == "fact-weak")
    assert len(weak.items) == FIRST < weak.number == Fact.objects.count()
    assert f"show all {weak.number}" in answer.content.decode()
    everything = client.get(f"/cms/today/{weak.all_address}")
    assert everything.context["page"].paginator.count == weak.number
    assert len(everything.context["groups"][0].items) > FIRST


def test_the_facts_that_most_texts_show_come_first_and_say_so():
    Fact.objects.update(confidence="low")
    client_of("editor")
    actor = actor_of(User.objects.get(email="editor@example.org"))
    weights = [item.notice.weight for item in queries.items(actor) if item.source.kind == "fact-weak"]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 1
    assert (
        f"shown in {weights[0]} texts"
        in client_of("editor").get("/cms/today/?kind=fact-weak").content.decode()
    )


def test_a_report_says_its_language_what_it_is_about_and_where_to_mend_it():
    receive_report(about="guide:health/vaccination", language="ar", message="العنوان خطأ")
    page = client_of("editor").get("/cms/today/?kind=report").content.decode()
    assert '<bdi lang="ar" dir="rtl">العنوان خطأ</bdi>' in page
    assert "العربية" in page
    assert "guide:health/vaccination" not in page
    assert 'href="/ro/guide/health/vaccination/"' in page
    assert "/cms/pages/" in page


@pytest.fixture
def conflict() -> PackConflict:
    one = Organisation.objects.get(slug="igi-cluj")
    Organisation.objects.filter(pk=one.pk).update(description="Aici depuneți actele.", short_name="IGI-aici")
    return PackConflict.objects.create(
        kind="organisation", key="igi-cluj", fields=["description", "short_name"],
        here={"description": "Aici depuneți actele.", "short_name": "IGI-aici"},
        pack={"description": "Aici depuneți și ridicați actele.", "short_name": "IGI-pachet"},
    )  # fmt: skip


def test_a_conflict_shows_both_texts_and_their_difference(conflict):
    client = client_of("administrator")
    for address in ("/cms/today/?kind=conflict", f"/cms/conflicts/{conflict.pk}/"):
        page = client.get(address).content.decode()
        assert "Aici depuneți actele." in page
        assert "Aici depuneți și ridicați actele." in page
        assert "<ins>și ridicați</ins>" in page
        assert Organisation.objects.get(slug="igi-cluj").name in page


def test_a_conflict_is_decided_field_by_field(conflict):
    client, address = client_of("administrator"), f"/cms/conflicts/{conflict.pk}/"
    wrong = client.post(address, {"description": "pack", "short_name": "neither"})
    assert wrong.status_code == 200
    assert PackConflict.objects.filter(pk=conflict.pk).exists()
    assert client.post(address, {"description": "pack", "short_name": "here"}).status_code == 302
    one = Organisation.objects.get(slug="igi-cluj")
    assert one.description == "Aici depuneți și ridicați actele."
    assert one.short_name == "IGI-aici"
    assert not PackConflict.objects.exists()
    assert client.get(address).status_code == 404


def test_a_conflict_is_decided_whole_from_the_list(conflict):
    client = client_of("administrator")
    client.post("/cms/today/act/", {"do": "decide:pack|conflict:organisation/igi-cluj"})
    assert Organisation.objects.get(slug="igi-cluj").short_name == "IGI-pachet"


def test_who_may_not_load_packs_decides_no_conflict(conflict):
    for role in ("mediator", "directory-editor"):
        assert client_of(role).get(f"/cms/conflicts/{conflict.pk}/").status_code == 403


def test_words_of_today_are_found_without_diacritics():
    receive_report(about="organisation:igi-cluj", language="ro", message="Programul e greșit sâmbăta.")
    client = client_of("editor")
    assert "Programul e greșit" in client.get("/cms/today/?q=gresit+SAMBATA").content.decode()


def test_what_still_leads_to_a_service_that_the_pack_took_away_is_said_to_who_takes_the_packs_side():
    """By either way to decide; the conflict stays."""
    step = Step.objects.exclude(service=None).select_related("service").first()
    part = next(part for part in parts() if part.kind == "organisation")
    key = step.service.organisation_id
    here = part.current([key])[key]["services"]
    left = [one for one in here if one["id"] != step.service_id]
    conflict = PackConflict.objects.create(
        kind="organisation", key=key, fields=["services"], here={"services": here}, pack={"services": left}
    )
    client = client_of("administrator")
    for answer in (
        client.post(f"/cms/conflicts/{conflict.pk}/", {"services": "pack"}, follow=True),
        client.post("/cms/today/act/", {"do": f"decide:pack|conflict:organisation/{key}"}, follow=True),
    ):
        page = answer.content.decode()
        assert "is no longer in the pack, and these still lead to it" in page
        assert escape(step.title) in page
    assert PackConflict.objects.filter(pk=conflict.pk).exists()
    assert Step.objects.get(pk=step.pk).service_id == step.service_id
