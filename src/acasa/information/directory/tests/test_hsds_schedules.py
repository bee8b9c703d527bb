"""Opening hours as weekly rules: what is regular is kept, what is not is never made up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acasa.information.directory.hsds.schedules import WEEKDAYS, regular_week, seasons, written

WINTER = (date(2026, 10, 25), date(2027, 3, 27))
OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))

hours = st.tuples(st.integers(0, 22), st.integers(1, 23)).map(sorted).filter(lambda pair: pair[0] < pair[1])
weeks = st.dictionaries(st.integers(0, 6), hours, min_size=1)


def _week(notation: str) -> dict[str, list[tuple[time, time]]]:
    found: dict[str, list[tuple[time, time]]] = {}
    for one in regular_week(notation, *WINTER, country="RO", zone="Europe/Bucharest"):
        for day in one.days:
            found.setdefault(day, []).append((one.opens, one.closes))
    return found


@settings(max_examples=40, deadline=None)
@given(weeks)
def test_a_week_comes_back_as_it_was_written_whatever_the_public_holidays(week):
    notation = "; ".join(f"{OSM_DAYS[day]} {a:02d}:00-{b:02d}:00" for day, (a, b) in sorted(week.items()))
    expected = {WEEKDAYS[day]: [(time(a), time(b))] for day, (a, b) in week.items()}
    assert _week(f"{notation}; PH off") == expected


@pytest.mark.parametrize(
    "notation", ["Mo[1] 10:00-12:00", "week 1-53/2 Mo 09:00-10:00", "Nov-Dec Mo-Fr 09:00-10:00; Jan-Mar off"]
)
def test_hours_that_are_not_weekly_give_no_week(notation):
    assert _week(notation) == {}


def test_a_night_is_split_at_midnight_and_midnight_is_the_last_minute():
    week = _week("Fr 22:00-02:00")
    assert week == {"FR": [(time(22), time(0))], "SA": [(time(0), time(2))]}
    assert written(time(0), 2, closing=True) == "23:59+02:00"
    assert written(time(0), -3.5) == "00:00-03:30"


@settings(max_examples=60, deadline=None)
@given(zone=st.sampled_from(ZONES), today=st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_seasons_hold_today_follow_each_other_and_have_one_offset(zone, today):
    found = seasons(zone, today)
    assert found[0].first <= today <= found[0].last
    for season in found:
        for day in (season.first, season.last):
            noon = ZoneInfo(zone).utcoffset(datetime.combine(day, time(12)))
            assert noon == timedelta(hours=season.offset)
    if len(found) == 2:
        assert found[1].first == found[0].last + timedelta(days=1)
        assert found[0].bounded
