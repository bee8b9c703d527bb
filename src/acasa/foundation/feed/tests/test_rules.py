"""When a thing waits, sleeps or is done."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.feed.rules import State, monday, state

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
MAYBE = st.none() | DAYS


@given(since=DAYS, finished=MAYBE, snoozed=MAYBE, today=DAYS)
def test_every_thing_is_in_one_state_and_only_a_decision_takes_it_off_the_list(
    since, finished, snoozed, today
):
    now = state(since=since, finished_on=finished, snoozed_until=snoozed, today=today)
    if finished is None and snoozed is None:
        assert now == State.WAITING
    if now == State.DONE:
        assert finished is not None
        assert finished >= since
    if now == State.SNOOZED:
        assert snoozed is not None
        assert today < snoozed


@given(since=DAYS, later=st.integers(1, 400), today=DAYS)
def test_what_comes_up_again_after_it_was_done_waits_again(since, later, today):
    again = since + timedelta(days=later)
    assert state(since=again, finished_on=since, snoozed_until=None, today=today) == State.WAITING


@given(snoozed=DAYS)
def test_what_was_put_off_is_back_on_its_day(snoozed):
    asked = {"since": date(2026, 1, 1), "finished_on": None, "snoozed_until": snoozed}
    assert state(**asked, today=snoozed) == State.WAITING
    assert state(**asked, today=snoozed - timedelta(days=1)) == State.SNOOZED


@given(day=DAYS)
def test_a_week_begins_on_its_monday(day):
    assert monday(day).weekday() == 0
    assert timedelta() <= day - monday(day) < timedelta(days=7)
