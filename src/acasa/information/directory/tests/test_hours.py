"""Opening hours: open now, next change, exceptions, summer time, and hidden addresses."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.guard.actor import SYSTEM, acting
from acasa.information.directory import cards, maps, queries, rules
from acasa.information.directory.actions import keep_organisation
from acasa.information.directory.models import Organisation, Place

ZONE = "Europe/Bucharest"
HERE = ZoneInfo(ZONE)
OFFICE = "Mo-Fr 09:00-16:00; PH off"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def state(notation: str, moment: str) -> rules.OpenState:
    return rules.open_state(notation, at(moment), country="RO", zone=ZONE)


def test_open_now_and_until_when():
    assert state(OFFICE, "2026-11-23T10:00") == rules.OpenState(True, at("2026-11-23T16:00"))


def test_closed_over_the_weekend_until_monday():
    assert state(OFFICE, "2026-11-21T10:00") == rules.OpenState(False, at("2026-11-23T09:00"))


def test_a_public_holiday_is_closed():
    assert state(OFFICE, "2026-12-01T10:00") == rules.OpenState(False, at("2026-12-02T09:00"))


def test_always_open_never_changes():
    assert state("24/7", "2026-12-25T03:00") == rules.OpenState(True, None)


def test_hours_keep_their_clock_when_summer_time_begins():
    before = state("Mo-Su 08:00-20:00", "2026-03-28T21:00")
    assert before.changes_at == at("2026-03-29T08:00")
    assert before.changes_at.utcoffset() == timedelta(hours=3)


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 20)),
    st.integers(0, 12),
    st.sampled_from(["off", "10:00-12:00"]),
)
def test_an_exception_overrides_the_usual_week_and_nothing_else(first, length, hours):
    last = first + timedelta(days=length)
    exception = rules.Exceptional(first, last, hours, "motiv")
    usual = rules.week("Mo-Su 09:00-16:00", first, country="RO", zone=ZONE)
    changed = rules.week("Mo-Su 09:00-16:00", first, country="RO", zone=ZONE, exceptions=[exception])
    expected = () if hours == "off" else ((time(10), time(12)),)
    for before, after in zip(usual, changed, strict=True):
        inside = after.day <= last
        assert after.intervals == (expected if inside else before.intervals)
        assert after.reason == ("motiv" if inside else "")


@given(st.text(max_size=40))
def test_any_text_is_either_hours_or_a_clear_fault(text):
    fault = rules.hours_fault(text)
    if not fault:
        rules.open_state(text, at("2026-11-23T10:00"), country="RO", zone=ZONE)


@given(
    st.dictionaries(st.integers(0, 6), st.sampled_from([(), ((time(9), time(16)),)]), min_size=7, max_size=7)
)
def test_grouped_days_cover_the_week_once(days):
    groups = rules.grouped(days)
    covered = [day for group in groups for day in range(group.first, group.last + 1)]
    assert covered == list(range(7))
    assert all(days[day] == group.intervals for group in groups for day in range(group.first, group.last + 1))


@pytest.mark.django_db
def test_a_hidden_address_is_shown_nowhere(cluj, client):
    Place.objects.filter(organisation="igi-cluj").update(address="Strada Secretă 7")
    Organisation.objects.filter(slug="igi-cluj").update(visibility="address-hidden")
    card = cards.cards(organisations=["igi-cluj"])["igi-cluj"]
    assert not any(place.address_shown or place.route or place.week for place in card.places)
    assert maps.card_map(card) is None
    drawn = maps.places_map(["igi-cluj"])
    assert drawn is None
    for path in ("/ro/places/igi-cluj/", "/ro/places/igi-cluj-permits/", "/ro/places/?q=imigrari",
                 "/ro/guide/stay/first-residence-permit/", "/api/hsds/organizations", "/api/cpsv-ap.jsonld"):  # fmt: skip
        assert "Secretă" not in client.get(path).content.decode(), path


@pytest.mark.django_db
def test_nobody_guesses_the_words_of_a_hidden_place_by_searching(cluj):
    place = Place.objects.filter(organisation="igi-cluj")[0]
    data = queries.as_pack(["igi-cluj"])["igi-cluj"]
    data["places"][0] |= {"name": "Casa Zmeurei", "hours_note": "intrarea prin livada"}
    with acting(SYSTEM):
        keep_organisation("igi-cluj", data)
    assert Place.objects.get(pk=place.pk).name == "Casa Zmeurei"

    def found(query):
        return {o.slug for o in queries.matching(list(Organisation.objects.all()), query, "ro")}

    assert "igi-cluj" in found("zmeurei")
    assert "igi-cluj" in found("livada")
    Organisation.objects.filter(slug="igi-cluj").update(visibility="address-hidden")
    assert not found("zmeurei")
    assert not found("livada")
    assert "igi-cluj" in found("imigrari")


@pytest.mark.django_db
def test_the_directory_is_filtered(cluj):
    def slugs(**asked):
        return {o.slug for o in queries.find_organisations(queries.Filters(**asked))}

    everything = slugs()
    assert len(everything) == 147
    health, free = slugs(topic="health"), slugs(free=True)
    assert health < everything
    assert slugs(topic="health", free=True) <= health & free
    assert "igi-cluj" in slugs(area="cluj-napoca")
    assert slugs(area="cluj-napoca") <= slugs(area="cluj") <= slugs(area="romania")


@pytest.mark.django_db
def test_a_list_takes_a_fixed_number_of_queries(cluj, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        client.get("/ro/places/")
