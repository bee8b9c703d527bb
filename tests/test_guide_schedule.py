"""The clock publishes and withdraws page by page; what it cannot do stays as it was and is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from wagtail.models import Revision

from acasa.foundation.city.queries import local_now
from acasa.information.guide import checks, jobs, pointers, scheduling
from acasa.information.guide.models import GuidePage, PageLink, Publication, Withdrawal
from acasa.information.guide.waiting import late
from acasa.information.pathway.models import Step
from tests.page_form import page_data
from tests.tools.signed_in import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


def named(slug: str) -> GuidePage:
    return GuidePage.objects.get(slug=slug)


def unnamed() -> GuidePage:
    """A page that nothing names any more."""
    PageLink.objects.filter(target__slug="rent-a-home").delete()
    address = Publication.objects.get(slug="rent-a-home").address
    pointers.follow(address, "health/family-doctor")
    return named("rent-a-home")


def schedule(slug: str, **changes) -> Revision:
    """Schedules a change of a page for an hour that has just come."""
    page = named(slug)
    for name, value in changes.items():
        setattr(page, name, value)
    page.go_live_at = local_now() + timedelta(hours=1)
    revision = page.save_revision(clean=False)
    revision.publish()
    revision.refresh_from_db()
    past = local_now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    return revision


def expire(page: GuidePage) -> None:
    GuidePage.objects.filter(pk=page.pk).update(expire_at=local_now() - timedelta(minutes=1))


def scheduled(language: str, hour: str) -> tuple[GuidePage, str]:
    """A page after somebody typed an hour for it, and what its screen said."""
    page = named("rent-a-home")
    client = client_of("editor", language=language)
    answer = client.post(f"/cms/pages/{page.pk}/edit/", page_data(page, go_live_at=hour), follow=True)
    return named(page.slug).get_latest_revision_as_object(), answer.content.decode()


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize(
    "typed",
    ["05.07.2027 14:30", "05.07.2027, 14:30", "5.7.2027 14.30", "05/07/2027 14:30", "2027-07-05 14:30"],
)
def test_an_hour_is_typed_as_people_write_it_day_before_month(language, typed):
    page, _said = scheduled(language, typed)
    assert page.go_live_at == datetime(2027, 7, 5, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("05.07.2020 14:30", {"ro": "Această oră a trecut", "en": "This hour is over"}),
        ("28.03.2027 03:30", {"ro": "se schimbă ora", "en": "The clocks change that night"}),
        ("31.10.2027 03:30", {"ro": "se schimbă ora", "en": "The clocks change that night"}),
        ("tomorrow", {"ro": "Introduceți", "en": "Enter a valid date/time"}),
    ],
)
@pytest.mark.parametrize("language", ["ro", "en"])
def test_an_hour_that_cannot_be_is_refused_in_words(language, typed, says):
    page, said = scheduled(language, typed)
    assert page.go_live_at is None
    assert says[language] in said


def test_before_publishing_one_reads_when_the_page_is_taken_away_and_what_will_keep_it():
    page = named("rent-a-home")
    page.expire_at = datetime(2030, 7, 5, 11, 30, tzinfo=UTC)
    page.save_revision()
    client = client_of("editor", language="ro")
    said = client.get(f"/cms/guide/{page.pk}/publish/").content.decode()
    assert "5 iulie 2030" in said
    assert "Cât timp o numesc acestea" in said


def differences() -> list[str]:
    return [one.message for one in checks.inside_and_outside()]


def test_a_scheduled_change_is_read_after_its_hour_and_the_others_do_not_wait_for_a_faulty_one():
    faulty = schedule("family-doctor", next_pages=["health/nothing"], summary="Nu.")
    schedule("rent-a-home", summary="Da, de azi.")
    jobs.publish_scheduled.func(0)
    assert Publication.objects.get(slug="rent-a-home").edition.content.summary == ("Da, de azi.",)
    assert named("family-doctor").summary != "Nu."
    faulty.refresh_from_db()
    assert faulty.approved_go_live_at is not None
    assert differences() == []


def test_what_could_not_be_published_is_told_with_the_reason_until_it_is_mended():
    schedule("family-doctor", next_pages=["health/nothing"])
    scheduling.publish_and_withdraw_due()
    notice = next(iter(late()))
    assert "is not" in notice.message
    assert "health/nothing" in notice.message
    schedule("family-doctor", next_pages=[])
    scheduling.publish_and_withdraw_due()
    assert list(late()) == []


def test_a_page_whose_time_ended_is_gone_inside_and_outside():
    page = unnamed()
    expire(page)
    assert scheduling.publish_and_withdraw_due() == 1
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)
    assert not Publication.objects.filter(page_key=str(page.translation_key)).exists()
    assert Withdrawal.objects.get(page_key=str(page.translation_key)).reason
    assert differences() == []


def test_a_named_page_whose_time_ended_stays_and_is_told_with_what_names_it():
    page = named("family-doctor")
    expire(page)
    assert scheduling.publish_and_withdraw_due() == 0
    page.refresh_from_db()
    assert page.live
    assert Publication.objects.filter(slug="family-doctor").exists()
    message = next(iter(late())).message
    assert "still public" in message
    assert Step.objects.filter(page="health/family-doctor").first().title in message


def test_whatever_breaks_on_the_way_nothing_is_half_done(monkeypatch):
    from acasa.information.guide.actions import publishing

    revision = schedule("family-doctor", summary="Pe jumătate.")

    def broken(*_args: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    monkeypatch.setattr(publishing, "place_outside_links", broken)
    assert scheduling.publish_and_withdraw_due() == 0
    revision.refresh_from_db()
    assert revision.approved_go_live_at is not None
    assert named("family-doctor").summary != "Pe jumătate."
    assert next(iter(late())).message.endswith("its log says why")


def test_a_difference_between_inside_and_outside_is_found():
    GuidePage.objects.filter(slug="family-doctor").update(summary="Altceva.")
    inside = unnamed()
    type(inside).objects.filter(pk=inside.pk).update(live=False)
    assert len(differences()) == 2
