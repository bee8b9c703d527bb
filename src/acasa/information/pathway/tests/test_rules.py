"""From facts to steps: properties that hold for every plan and everybody, and the dates one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acasa.information.pathway import rules
from acasa.information.pathway.conditions import RuleInvalid, parse_condition, parse_range, span
from acasa.information.pathway.models import Phase as StoredPhase
from acasa.information.pathway.rules import Circle, Phase, Plan, Question, Step, in_order
from acasa.information.pathway.terms import Term, last_open, parse_due

from .made_up import HOLIDAYS, QUESTIONS, RANGES, TODAY, any_range, days, is_working_day, people, plans

KINDS = {name: None if q.options is None else frozenset(q.options) for name, q in QUESTIONS.items()}
few = settings(max_examples=40)
DATES = frozenset(name for name, options in KINDS.items() if options is None)


def path(plan, facts, today=TODAY):
    return rules.path(plan, facts, today=today, is_working_day=is_working_day)


def due_day(words, *, today=TODAY, terms=None, **facts):
    rule = parse_due(words, dates=DATES, terms=terms or {})
    return rule.resolve(facts, today, is_working_day)


def possible_answers(name):
    """Answers to a question, so many that each invented condition on it holds for one and fails for another."""
    options = QUESTIONS[name].options
    if options is not None:
        yield from (frozenset({option}) for option in options)
        return
    for words in RANGES:
        for bound in (parse_range(words).first, parse_range(words).last):
            around = TODAY + span(*bound) if bound else TODAY
            yield from (around + timedelta(days=more) for more in (-1, 0, 1))


@few
@given(plans(), people())
def test_the_same_facts_give_the_same_path(plan, facts):
    backwards = dict(reversed(facts.items()))
    assert path(plan, facts) == path(plan, backwards)


@few
@given(plans(), people())
def test_no_step_is_due_before_one_it_waits_for(plan, facts):
    found = {one.step.id: one for one in path(plan, facts).steps}
    for one in found.values():
        for name in one.step.after:
            if name in found and one.due:
                assert found[name].due is not None
                assert found[name].due.day <= one.due.day


@few
@given(plans(), people())
def test_every_step_is_explained_by_facts_that_hold(plan, facts):
    for one in path(plan, facts).steps:
        assert bool(one.because) == bool(one.step.when)
        assert all(clause.holds(facts, TODAY) for clause in one.because)


@few
@given(plans(), people(), people())
def test_more_facts_never_hide_a_safety_step(plan, facts, more):
    def added(name):
        ours, theirs = facts.get(name), more.get(name)
        if isinstance(ours, frozenset) and isinstance(theirs, frozenset) and QUESTIONS[name].several:
            return ours | theirs
        return ours if ours is not None else theirs

    valid = {name: facts[name] for name in rules.relevant(plan, facts, TODAY)}
    facts = valid
    both = {name: added(name) for name in {**facts, **more} if name in QUESTIONS}
    few = {one.step.id for one in path(plan, facts).steps if one.step.safety}
    assert few <= {one.step.id for one in path(plan, both).steps}


@few
@given(plans(), people())
def test_a_step_for_everybody_is_on_every_path(plan, facts):
    for_all = {step.id for step in plan.steps if not step.when and not step.unless}
    assert for_all <= {one.step.id for one in path(plan, facts).steps}


@few
@given(plans(), people())
def test_what_is_urgent_comes_first_and_each_step_once(plan, facts):
    found = path(plan, facts)
    urgent = [one.now for one in found.steps]
    assert urgent == sorted(urgent, reverse=True)
    ids = [one.step.id for one in found.steps]
    assert len(ids) == len(set(ids))
    places = {name: number for number, name in enumerate(ids)}
    for one in found.steps:
        for name in one.step.after:
            if name in places and not one.step.safety:
                assert places[name] < places[one.step.id]


@few
@given(plans(), people())
def test_a_day_never_moves_when_it_is_a_closed_one(plan, facts):
    for one in path(plan, facts).steps:
        if one.due:
            assert one.due.go_by <= one.due.day
            assert is_working_day(one.due.go_by) or one.due.day - one.due.go_by == timedelta(0)
            assert one.due.late == (one.due.day < TODAY)
            assert one.due.closed == (not is_working_day(one.due.day)) or one.due.day.year < 2


@few
@given(plans(), people())
def test_the_answers_to_an_open_question_would_add_so_many_steps(plan, facts):
    plan = replace(plan, questions=QUESTIONS)  # everybody is asked everything: no answer rules another out
    found = path(plan, facts)
    on_it = {one.step.id for one in found.steps}
    would_add = {
        name: {
            one.step.id
            for answer in possible_answers(name)
            for one in path(plan, {**found.facts, name: answer}).steps
            if one.step.id not in on_it
        }
        for name in QUESTIONS.keys() - found.facts.keys()
    }
    assert found.open_questions == {name: len(steps) for name, steps in would_add.items() if steps}


@few
@given(plans(), people())
def test_an_open_question_is_one_that_may_still_be_asked(plan, facts):
    found = path(plan, facts)
    for name in found.open_questions:
        assert name not in found.facts
        for answer in possible_answers(name):
            assert name in rules.relevant(plan, {**found.facts, name: answer}, TODAY)


@few
@given(plans(), people())
def test_an_answer_that_does_not_count_changes_nothing(plan, facts):
    counted = rules.relevant(plan, facts, TODAY)
    assert rules.relevant(plan, counted, TODAY) == counted
    assert path(plan, counted) == path(plan, facts)
    for name in counted:
        when = plan.questions[name].when
        assert not when or any(
            all(
                clause.holds(counted, TODAY)
                if clause.question in counted
                else may_be_asked(plan, clause, counted)
                for clause in alternative
            )
            for alternative in when
        )


def may_be_asked(plan, clause, counted):
    """Whether the question of a line, not answered, may still get an answer."""
    answer = next(possible_answers(clause.question))
    return clause.question in rules.relevant(plan, {**counted, clause.question: answer}, TODAY)


@few
@given(plans(), people())
def test_nothing_changes_between_a_path_and_itself(plan, facts):
    found = path(plan, facts)
    assert not rules.changes(found, found)
    nobody = path(plan, {})
    told = rules.changes(nobody, found)
    before, after = ({one.step.id for one in way.steps} for way in (nobody, found))
    assert {one.step.id for one in told.come} == after - before
    assert {one.step.id for one in told.go} == before - after


@few
@given(plans(), st.lists(people(), min_size=10, max_size=10))
def test_nobody_breaks_the_rules_on_any_day(plan, everybody):
    for today in (date(2028, 2, 29), date(2026, 12, 31), date(2027, 3, 28), date(2026, 10, 25)):
        for facts in everybody:
            path(plan, facts, today)


@pytest.mark.parametrize(
    ("words", "facts", "expected"),
    [
        ("30 days before {permit_end}", {"permit_end": date(2027, 1, 15)}, date(2026, 12, 16)),
        ("within 15 days of {arrived}", {"arrived": date(2026, 12, 20)}, date(2027, 1, 4)),
        ("within 90 days of {arrived}", {"arrived": date(2027, 12, 1)}, date(2028, 2, 29)),
        ("within 1 month of {arrived}", {"arrived": date(2027, 1, 31)}, date(2027, 2, 28)),
        ("within 1 month of {arrived}", {"arrived": date(2028, 1, 31)}, date(2028, 2, 29)),
        ("within 1 year of {arrived}", {"arrived": date(2028, 2, 29)}, date(2029, 2, 28)),
        ("6 months before {permit_end}", {"permit_end": date(2027, 8, 31)}, date(2027, 2, 28)),
        ("on {arrived}", {"arrived": date(2026, 12, 1)}, date(2026, 12, 1)),
        # Friday 27 November 2026; the 30th and 1 December are holidays.
        ("within 1 working day of {arrived}", {"arrived": date(2026, 11, 27)}, date(2026, 12, 2)),
        ("within 10 working days of {arrived}", {"arrived": date(2026, 12, 18)}, date(2027, 1, 5)),
        ("2 working days before {permit_end}", {"permit_end": date(2026, 12, 3)}, date(2026, 11, 27)),
        # Clocks change on 28 March 2027: a day is a day.
        ("within 1 day of {arrived}", {"arrived": date(2027, 3, 27)}, date(2027, 3, 28)),
        ("within 2 weeks of {arrived}", {"arrived": date(2027, 3, 20)}, date(2027, 4, 3)),
        ("by 2027-03-04", {}, date(2027, 3, 4)),
        ("every year by 25-05", {}, date(2027, 5, 25)),
        ("every year by 22-11", {}, date(2026, 11, 22)),
        ("every year by 29-02", {}, date(2027, 2, 28)),
        ("within 15 days of {arrived}", {}, None),
    ],
)
def test_a_term_ends_on_the_right_day(words, facts, expected):
    assert due_day(words, **facts) == expected


def test_a_term_takes_its_length_from_a_fact():
    terms = {"renewal-term": Term(30, "days"), "protection-end": date(2027, 3, 4)}
    assert due_day("{renewal-term} before {permit_end}", terms=terms, permit_end=date(2027, 1, 15)) == date(
        2026, 12, 16
    )
    assert due_day("by {protection-end}", terms=terms) == date(2027, 3, 4)


def test_an_office_is_reached_on_the_last_working_day_before():
    assert last_open(date(2026, 12, 1), is_working_day) == date(2026, 11, 27)
    assert last_open(date(2026, 12, 2), is_working_day) == date(2026, 12, 2)
    assert HOLIDAYS


def step(name, **fields):
    return Step(name, fields.pop("phase", Phase.FIRST_WEEKS), **fields)


def rule(words):
    return parse_due(words, dates=DATES, terms={})


def test_the_earlier_of_two_terms_counts():
    plan = Plan(QUESTIONS, (step("a", due=(rule("by 2027-03-05"), rule("by 2027-03-04"))),))
    assert path(plan, {}).steps[0].due.day == date(2027, 3, 4)


def test_a_term_that_is_over_is_late_and_first():
    plan = Plan(
        QUESTIONS,
        in_order([step("later", due=(rule("by 2026-11-25"),)), step("over", due=(rule("by 2026-11-20"),))]),
    )
    first, second = path(plan, {}).steps
    assert (first.step.id, first.due.late, first.due.days) == ("over", True, -2)
    assert (second.step.id, second.due.late, second.due.days) == ("later", False, 3)


def test_a_step_before_another_takes_over_its_day_and_says_why():
    plan = Plan(QUESTIONS, in_order([step("b", after=("a",), due=(rule("by 2026-12-10"),)), step("a")]))
    first, second = path(plan, {}).steps
    assert (first.step.id, first.due.day, first.due.for_step) == ("a", date(2026, 12, 10), "b")
    assert second.due.rule is not None


def test_an_answer_that_was_ruled_out_does_not_count():
    questions = {
        **QUESTIONS,
        "visa_end": Question("visa_end", None, when=parse_condition({"purpose": "work"}, KINDS)),
    }
    plan = Plan(questions, (step("a", when=parse_condition({"visa_end": "known"}, {"visa_end": None})),))
    day = {"visa_end": date(2026, 12, 1)}
    assert [len(path(plan, {**day, **more}).steps) for more in ({}, {"purpose": frozenset({"work"})})] == [
        1,
        1,
    ]
    assert path(plan, {**day, "purpose": frozenset({"study"})}).steps == ()


def test_what_hangs_on_an_answer_that_was_ruled_out_does_not_count_either():
    kinds = {"purpose": frozenset({"work", "study"}), "job": frozenset({"yes"}), "night": frozenset({"yes"})}
    asked = {
        "night": Question("night", ("yes",), when=parse_condition({"job": "yes"}, kinds)),
        "job": Question("job", ("yes",), when=parse_condition({"purpose": "work"}, kinds)),
        "purpose": Question("purpose", ("work", "study")),
    }
    yes = frozenset({"yes"})
    plan = Plan(asked, (step("a", when=parse_condition({"night": "yes"}, kinds)),))
    for order in (asked, dict(reversed(asked.items()))):
        turned = Plan(order, plan.steps)
        stale = {"purpose": frozenset({"study"}), "job": yes, "night": yes}
        assert set(rules.relevant(turned, stale, TODAY)) == {"purpose"}
        assert set(rules.relevant(turned, {**stale, "purpose": frozenset({"work"})}, TODAY)) == set(asked)
        assert path(turned, {"purpose": frozenset({"study"})}).open_questions == {}
        assert path(turned, {"purpose": frozenset({"work"})}).open_questions == {"night": 1}


def test_papers_that_end_are_told_at_90_60_and_30_days():
    def mark(days):
        (expiry,) = path(Plan(QUESTIONS, ()), {"permit_end": TODAY + timedelta(days=days)}).expiries
        return expiry.mark

    assert [mark(days) for days in (91, 90, 61, 60, 31, 30, 0, -1)] == [None, 90, 90, 60, 60, 30, 30, 0]


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({}, Phase.FIRST_WEEKS),
        ({"place_now": frozenset({"abroad"})}, Phase.BEFORE_TRAVEL),
        ({"arrived": TODAY + timedelta(days=1)}, Phase.BEFORE_TRAVEL),
        ({"arrived": TODAY}, Phase.FIRST_DAYS),
        ({"arrived": TODAY - timedelta(days=30)}, Phase.FIRST_WEEKS),
        ({"arrived": TODAY - timedelta(days=100)}, Phase.FIRST_MONTHS),
        ({"arrived": TODAY - timedelta(days=1000)}, Phase.LATER),
    ],
)
def test_where_somebody_stands(facts, phase):
    assert path(Plan(QUESTIONS, ()), facts).current == phase


def test_steps_that_wait_for_one_another_are_refused():
    with pytest.raises(Circle, match="a → b → a"):
        in_order([step("a", after=("b",)), step("b", after=("a",))])


@pytest.mark.parametrize(
    ("range_", "day", "holds"),
    [
        ("known", date(1900, 1, 1), True),
        ("past", TODAY, True),
        ("future", TODAY, False),
        ("future", TODAY + timedelta(days=1), True),
        ("over 5 years ago", date(2021, 11, 21), True),
        ("over 5 years ago", date(2021, 11, 22), False),
        ("under 90 days ago", TODAY - timedelta(days=90), True),
        ("under 90 days ago", TODAY + timedelta(days=1), False),
        ("in under 30 days", TODAY + timedelta(days=30), True),
        ("in under 30 days", TODAY - timedelta(days=1), False),
        ("in over 30 days", TODAY + timedelta(days=30), False),
    ],
)
def test_ranges_of_days(range_, day, holds):
    assert parse_range(range_).holds(day, TODAY) == holds


@given(any_range, any_range, days, days)
def test_a_range_within_another_has_none_but_its_days(one, other, today, day):
    assert one.within(one)
    if one.within(other):
        near = [today + span(*bound) for bound in (one.first, one.last, other.first, other.last) if bound]
        for tried in [day, *(around + timedelta(days=more) for around in near for more in (-1, 0, 1))]:
            assert other.holds(tried, today) or not one.holds(tried, today)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"porpuse": ["work"]}, "no question “porpuse”"),
        ({"purpose": ["werk"]}, "no option “werk”"),
        ({"purpose": [True]}, "in quotes"),
        ({"arrived": ["long ago"]}, "found “long ago”"),
        ({"arrived": ["over 3 days"]}, "over 5 years ago"),
        ({"arrived": ["over 900 years ago"]}, "at most 400"),
        (["work"], "expected questions"),
    ],
)
def test_a_wrong_condition_says_what_was_expected(data, message):
    with pytest.raises(RuleInvalid, match=message):
        parse_condition(data, KINDS)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("soon", "expected “30 days before"),
        ("30 days before {visa}", "no question “visa”"),
        ("{renewal-term} before {permit_end}", "no fact “renewal-term”"),
        ("by {renewal-term}", "no fact “renewal-term” that is a date"),
        ("by 2027-02-30", "no such day"),
        ("every year by 31-02", "no such day"),
        ("900 months before {permit_end}", "1 to 400 months"),
    ],
)
def test_a_wrong_due_rule_says_what_was_expected(words, message):
    with pytest.raises(RuleInvalid, match=message):
        rule(words)


def test_the_phases_of_the_rules_are_those_of_the_database():
    assert [phase.value for phase in Phase] == StoredPhase.values
