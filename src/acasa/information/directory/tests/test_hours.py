"""Opening hours: open now, next change, exceptions, summer time, and hidden addresses."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.city.models import CalendarException
from acasa.foundation.guard.actor import SYSTEM, acting
from acasa.foundation.texts import formatting
from acasa.foundation.texts.models import Fact
from acasa.foundation.web import memory
from acasa.information.directory import cards, maps, queries, rules
from acasa.information.directory.actions import keep_organisation
from acasa.information.directory.models import HoursException, Organisation, Place, Service
from tests.tools.clock import ORDINARY
from tests.tools.clock import at as on

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


def test_what_is_open_day_and_night_is_no_matter_of_now():
    assert state("24/7", "2026-12-25T03:00").day_and_night
    assert not state("Mo-Su 00:00-24:00; PH off", "2026-11-18T10:00").day_and_night
    assert not state("Mo-Su 08:00-20:00", "2026-11-18T10:00").day_and_night


@pytest.mark.parametrize(
    ("notation", "holiday"),
    [
        (OFFICE, True),
        ("Mo-Fr 18:00-24:00; Sa,Su,PH 00:00-24:00", True),
        ("24/7", False),
        ("Mo-Su 08:00-22:00", False),
    ],
)
def test_a_day_is_marked_where_the_holiday_changes_its_hours(notation, holiday):
    days = rules.week(notation, date(2026, 11, 30), country="RO", zone=ZONE)  # a Monday; two holidays
    assert [day.holiday for day in days] == [holiday, holiday] + [False] * 5


def test_an_exception_on_a_holiday_has_its_own_reason():
    exception = rules.Exceptional(date(2026, 12, 1), date(2026, 12, 1), "10:00-12:00", "motiv")
    day, *_rest = rules.week(OFFICE, date(2026, 12, 1), country="RO", zone=ZONE, exceptions=[exception])
    assert (day.intervals, day.reason, day.holiday) == (((time(10), time(12)),), "motiv", False)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 20)), st.sampled_from([OFFICE, "24/7", "Sa,PH 00:00-24:00"]))
def test_runs_are_the_days_in_their_order(start, notation):
    days = rules.week(notation, start, country="RO", zone=ZONE)
    found = rules.runs(days)
    assert [day for run in found for day in run] == days
    assert all(len({(day.intervals, day.reason, day.holiday) for day in run}) == 1 for run in found)


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


def read(client, path: str) -> str:
    return re.sub(r"\s+", " ", client.get(path).content.decode())


@pytest.mark.django_db
def test_a_place_that_is_open_day_and_night_says_so_and_has_no_hours_to_unfold(cluj, client):
    for language, words in (
        ("en", "Open day and night"),
        ("ro", "Deschis zi și noapte"),
        ("ar", "مفتوح ليلًا ونهارًا"),
    ):
        page = read(client, f"/{language}/places/upu-adulti/")
        assert words in page
        assert 'class="hours"' not in page


@pytest.mark.django_db
def test_a_whole_day_among_others_is_said_in_words(cluj, client):
    with on(ORDINARY):
        page = read(client, "/en/places/perm-horea/")
    assert page.count("<dd>open day and night</dd>") == 2  # Saturday and Sunday
    assert "<bdi>18:00</bdi>–<bdi>00:00</bdi>" in page


@pytest.mark.django_db
def test_a_closed_holiday_says_so_beside_its_date(cluj, client):
    with on(date(2026, 11, 30)):
        page = read(client, "/en/places/igi-cluj/")
    days = re.findall(r"<dt>(\w+) <span class=\"small\">([^<]+)</span></dt> <dd>(.*?)</dd>", page)
    assert days[0] == ("Monday", "30 Nov", 'closed <span class="small">(public holiday)</span>')
    assert days[1] == ("Tuesday", "1 Dec", 'closed <span class="small">(public holiday)</span>')
    assert days[2][:2] == ("Wednesday", "2 Dec")
    assert "holiday" not in days[5][2]  # Saturday, closed as on any other


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("ar", "من <bdi>10:00 ص</bdi> إلى <bdi>12:00 م</bdi>", "من 10:00 إلى 12:00"),
        ("ur", "<bdi>10:00 AM</bdi> سے <bdi>12:00 PM</bdi> تک", "10:00 سے 12:00 تک"),
        ("ps", "له <bdi>10:00</bdi> څخه تر <bdi>12:00</bdi>", "له 10:00 څخه تر 12:00"),
        ("uk", "<bdi>10:00</bdi>–<bdi>12:00</bdi>", "10:00–12:00"),
    ],
)
def test_from_when_to_when_is_read_in_one_way_on_screen_and_paper(cluj, client, language, first, second):
    with on(ORDINARY):
        page = read(client, f"/{language}/places/igi-cluj/").replace("\u202f", " ").replace("\u00a0", " ")
    assert first in page
    with translation.override(language):
        assert formatting.from_to("10:00", "12:00") == second


@pytest.mark.django_db
def test_a_service_that_is_done_at_no_place_has_no_hours(cluj, client):
    bus = cards.cards(services=["aeroport-bus"])["aeroport-bus"]
    assert (bus.places, bus.is_open) == ([], None)
    assert "Open now" not in read(client, "/en/places/aeroport-bus/")


@pytest.mark.django_db
def test_a_shelter_that_is_always_open_is_never_closed_now(cluj, client):
    shelter = cards.cards(services=["cgt-shelter"])["cgt-shelter"]
    assert shelter.is_open is None
    page = read(client, "/en/places/cgt-shelter/")
    assert "Closed now" not in page
    assert "between 08:00 and 22:00" in page


@pytest.mark.django_db
def test_a_note_on_the_hours_is_read_before_now(cluj, client):
    with on(ORDINARY):
        page = read(client, "/en/places/igi-cluj/")
    assert page.index("Applications are taken between 10:00 and 12:00") < page.index("Open now")


@pytest.mark.django_db
def test_unconfirmed_hours_say_so_above_the_hours_too(cluj, client):
    assert re.search(r"<summary>[^/]*\(hours not confirmed\)", read(client, "/en/places/igi-cluj/"))
    assert not re.search(r"<summary>[^/]*\(hours not confirmed\)", read(client, "/en/places/perm-horea/"))


@pytest.mark.django_db
def test_a_place_with_other_hours_next_week_is_not_open_day_and_night(cluj):
    today = queries.local_now().date()
    place = Place.objects.filter(organisation="upu-adulti")[0]
    HoursException.objects.create(
        place=place, first=today + timedelta(days=9), last=today + timedelta(days=9), hours="off"
    )
    assert not queries.place_state(Place.objects.get(pk=place.pk)).day_and_night


@pytest.mark.django_db
def test_a_number_in_a_sentence_can_be_called_and_keeps_its_groups_together(cluj, client):
    page = read(client, "/ar/places/cgt-shelter/")
    assert '<a class="phone" href="tel:+40264984"><bdi dir="ltr">0264 984</bdi></a>' in page


@pytest.mark.django_db
def test_no_text_of_the_directory_writes_out_a_number_that_a_fact_holds(cluj):
    numbers = set(Fact.objects.filter(kind="phone").values_list("text", flat=True))
    texts = Service.objects.values_list("description", "how", "cost_note", "eligibility")
    assert not [text for row in texts for text in row if any(len(one) > 4 and one in text for one in numbers)]


@pytest.mark.django_db
def test_a_day_on_which_the_city_closes_closes_what_keeps_holidays_and_nothing_else(cluj):
    day = date(2026, 11, 20)  # a Friday
    CalendarException.objects.create(day=day, closed=True, reason="zi liberă")
    memory.forget()
    office, always = (
        Place.objects.filter(organisation="igi-cluj")[0],
        Place.objects.filter(organisation="upu-adulti")[0],
    )
    at = datetime(2026, 11, 20, 11, tzinfo=HERE)
    assert not queries.place_state(office, at).is_open
    closed = queries.place_week(office, at)[0]
    assert (closed.intervals, closed.reason) == ((), "zi liberă")
    assert queries.place_state(always, at).is_open
    HoursException.objects.create(place=office, first=day, last=day, hours="10:00-12:00")
    assert queries.place_state(Place.objects.get(pk=office.pk), at).is_open
