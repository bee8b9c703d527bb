"""Working days: public holidays of the country, exceptions of the city."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.city import calendar, rules
from acasa.foundation.city.models import CalendarException

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def weekday(day: date) -> bool:
    return day.weekday() < 5


@given(DAYS, st.integers(0, 60))
def test_counting_working_days_lands_on_one_and_counts_right(start, count):
    end = rules.add_working_days(start, count, is_working_day=weekday)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(weekday, between)) == count
    assert end == start or weekday(end)


@given(DAYS)
def test_the_last_working_day_is_never_later(day):
    last = rules.last_working_day(day, is_working_day=weekday)
    assert last <= day
    assert weekday(last)
    assert (day - last).days <= 2


@pytest.mark.django_db
def test_romanian_holidays_have_romanian_names(cluj):
    holidays = calendar.public_holidays(2026)
    assert "Ziua Națională" in " ".join(holidays.values()).replace("ţ", "ț")
    assert holidays[date(2026, 12, 1)]
    assert not calendar.is_working_day(date(2026, 12, 1))
    assert calendar.is_working_day(date(2026, 12, 2))
    assert not calendar.is_working_day(date(2026, 12, 5))


@pytest.mark.django_db
def test_the_city_has_the_last_word(cluj):
    CalendarException.objects.create(day=date(2026, 12, 5), closed=False, reason="zi lucrată")
    CalendarException.objects.create(day=date(2026, 12, 2), closed=True, reason="alegeri")
    assert calendar.is_working_day(date(2026, 12, 5))
    assert not calendar.is_working_day(date(2026, 12, 2))
