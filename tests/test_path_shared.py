"""What others may see of somebody's path: its address, the desk's code, the calendar; and what stays right tomorrow."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlencode

import icalendar
import pytest
from django.test import RequestFactory
from django.utils.translation import gettext, override

from acasa.foundation.city.queries import local_now
from acasa.foundation.texts.authoring_forms import FactForm
from acasa.foundation.texts.models import Fact
from acasa.foundation.texts.render import plain
from acasa.information.pathway import answers, calendar_file, presenting, queries, rules, screens, views
from acasa.information.pathway.models import Step

from .test_path import asked, student  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


def day(days: int) -> str:
    return (local_now().date() + timedelta(days=days)).isoformat()


def shared(facts: str) -> dict[str, list[str]]:
    """What of some answers stands in an address."""
    plan, today = queries.plan(), local_now().date()
    known = rules.relevant(plan, answers.from_written(plan.questions, facts).facts, today)
    return parse_qs(answers.written(plan.questions, answers.shareable(plan, known, today)))


def steps(facts: str) -> set[str]:
    path, _readings = presenting.present(answers.from_written(queries.plan().questions, facts).facts, "ro")
    return {one.step.id for one in path.steps}


@pytest.fixture
def code(monkeypatch) -> list[str]:
    """The addresses that were drawn as codes."""
    drawn: list[str] = []
    monkeypatch.setattr(screens, "svg", lambda address: drawn.append(address) or "<svg></svg>")
    return drawn


def test_the_desks_code_holds_what_may_be_shared_and_nobodys_name(asked, code):  # noqa: F811
    asked(
        "ur", "path/desk/",
        facts=student() + "&trouble=stay-expired,papers-lost&pregnant=yes&from=Firma+SRL&contact=0740123456",
    )  # fmt: skip
    (address,) = code
    page, _hash, line = address.partition("#")
    assert page.endswith("/ro/path/")
    assert parse_qs(line) == {**parse_qs(student()), "trouble": ["papers-lost"]}


def test_the_shared_address_says_who_prepared_it(asked):  # noqa: F811
    html = asked(facts=student() + "&from=Firma+SRL").content.decode()
    assert "It says who prepared it for you." in html
    assert "from=Firma+SRL" in html
    assert "It says who" not in asked(facts=student()).content.decode()


def test_a_stay_without_papers_stands_in_no_address():
    assert "papers" not in shared("purpose=work&place_now=here&papers=none")
    over = f"purpose=other&place_now=here&papers=short-stay&arrived={day(-90)}"
    assert "short-stay-over" in steps(over)
    assert shared(over) == {"purpose": ["other"], "place_now": ["here"], "papers": ["short-stay"]}
    within = f"purpose=other&place_now=here&papers=short-stay&arrived={day(-20)}"
    assert shared(within)["arrived"] == [day(-20)]


@pytest.mark.parametrize(
    ("days", "step"), [(88, "short-stay-limit"), (89, "short-stay-limit"), (90, "short-stay-over")]
)
def test_a_short_stay_is_over_on_the_day_after_its_ninetieth(days, step):
    found = steps(f"purpose=other&place_now=here&papers=short-stay&arrived={day(-days)}")
    assert {"short-stay-limit", "short-stay-over"} & found == {step}


def test_the_calendar_tells_of_no_paper_that_has_ended(asked):  # noqa: F811
    ended = f"purpose=study&place_now=here&papers=long-visa&arrived={day(-200)}&visa_end={day(-5)}"
    views_ = {one.step.slug: one for one in _views(ended)}
    assert views_["permit-study"].due  # the screen tells the person
    text = asked(address="path/path.ics", facts=ended).content
    assert [str(one["summary"]) for one in icalendar.Calendar.from_ical(text).events] == []


def _views(facts: str) -> list[presenting.StepView]:
    path, _readings = presenting.present(answers.from_written(queries.plan().questions, facts).facts, "ro")
    return [view for section in presenting.sections(path, "ro") for view in section.steps]


def test_the_calendar_has_a_step_on_its_own_day_with_what_comes_before_it(asked):  # noqa: F811
    events = icalendar.Calendar.from_ical(asked(address="path/path.ics", facts=student()).content).events
    (permit,) = [one for one in events if str(one["summary"]) == "Apply for the student permit"]
    before = [one.step.title for one in _views(student()) if one.for_step]
    assert len(before) > 3
    assert str(permit["description"]).count("– ") >= len(before)
    assert (
        len({str(one["summary"]) for one in events} & {"Prepare the proof of insurance for the permit"}) == 0
    )


NEW_YEAR, SAINT_ANDREW = date(2027, 1, 1), date(2026, 11, 30)
"""Days on which every office is shut, as on those around them."""


def on(today: date, facts: str) -> tuple[list[presenting.StepView], list[icalendar.Event]]:
    """The steps as they are seen in English on a day, and the entries of the calendar of that day."""
    with override("en"):
        given = answers.from_written(queries.plan().questions, facts).facts
        path, readings = presenting.present(given, "en", today=today)
        sections = presenting.sections(path, "en")
        written = calendar_file.write(path, sections, readings, today=today)
    views_ = [view for section in sections for view in section.steps]
    return views_, icalendar.Calendar.from_ical(written).events


@pytest.mark.parametrize(
    ("today", "next_open", "words"),
    [
        (NEW_YEAR, date(2027, 1, 4), "Monday, 4 January 2027"),
        (SAINT_ANDREW, date(2026, 12, 2), "Wednesday, 2 December 2026"),
    ],
)
def test_on_a_last_day_when_all_is_shut_the_next_working_day_is_named_and_reminded_of(
    today, next_open, words
):
    facts = f"purpose=study&place_now=here&papers=long-visa&visa_end={today + timedelta(days=30)}"
    steps_, events = on(today, facts)
    permit = next(one for one in steps_ if one.step.slug == "permit-study")
    assert permit.due.startswith("today")
    assert permit.closed.endswith(f"Go first thing on {words}.")
    (event,) = (one for one in events if str(one["summary"]) == "Apply for the student permit")
    assert event.start.date() == next_open
    assert event.alarms.times[0].trigger == event.start
    assert f"Go first thing on {words}." in str(event["description"])


def test_a_step_that_needs_no_office_says_nothing_of_closed_ones():
    saturday, sunday = date(2027, 1, 2), date(2027, 1, 3)
    steps_, events = on(saturday, f"purpose=other&place_now=here&papers=short-stay&visa_end={sunday}")
    leave = next(one for one in steps_ if one.step.slug == "short-stay-limit")
    assert (leave.planned.due.day, leave.planned.due.closed, leave.closed) == (sunday, True, "")
    title = plain(presenting.readings("en"), [leave.step.title])
    (event,) = (one for one in events if str(one["summary"]) == title)
    assert event.start.date() == sunday


def test_each_step_has_one_entry_with_a_reminder_and_a_late_one_is_not_in_the_past():
    moved = date(2026, 10, 2)
    today = date(2026, 11, 27)
    steps_, events = on(
        today, f"purpose=work&place_now=here&papers=permit&address_change={moved}&permit_end=2027-06-30"
    )
    names = [str(one["uid"]) for one in events if "ends on" not in str(one["summary"])]
    assert (
        len(names) == len(set(names)) == sum(bool(one.planned.due and one.planned.due.rule) for one in steps_)
    )
    late = [one for one in events if str(one["summary"]).startswith("Already late: ")]
    assert late
    for event in late:
        assert event.start.date() == date(2026, 12, 2)  # the Monday and the Tuesday are holidays
        assert event.alarms.times
        assert "Last day: Sunday, 1 November 2026." in str(event["description"])
    assert all(one.start.date() >= today for one in events if hasattr(one.start, "hour"))


def test_summer_time_begins_at_the_hour_that_clocks_show_before_it(asked):  # noqa: F811
    text = asked(address="path/path.ics", facts=student()).content.decode()
    (summer,) = re.findall(r"BEGIN:DAYLIGHT(.*?)END:DAYLIGHT", text, re.DOTALL)
    assert re.findall(r"(?:DTSTART|RDATE):\d{8}T(\d{6})", summer) == ["030000"] * summer.count("T030000")
    assert "DTSTART:" in summer
    assert "T030000" in summer
    winter = [
        one for one in re.findall(r"BEGIN:STANDARD(.*?)END:STANDARD", text, re.DOTALL) if "+0300" in one
    ]
    assert winter
    assert all("T040000" in one for one in winter)


def test_a_calendar_is_offered_where_it_would_have_an_entry(asked):  # noqa: F811
    questions, today = queries.plan().questions, local_now().date()
    people = [
        answers.written(questions, queries.persona_facts(one, questions, today)) for one in queries.personas()
    ]
    ended = f"purpose=study&place_now=here&papers=long-visa&arrived={day(-200)}&visa_end={day(-5)}"
    offered = []
    for facts in (*people, "purpose=work&place_now=here", ended):
        text = asked(address="path/path.ics", facts=facts).content
        offered.append(b'action="/en/path/path.ics"' in asked(facts=facts).content)
        assert offered[-1] == bool(icalendar.Calendar.from_ical(text).events), facts
    assert offered[-2:] == [False, False]
    assert any(offered)


def test_what_comes_every_year_comes_back_in_the_calendar(asked):  # noqa: F811
    Step.objects.filter(slug="permit-study").update(due=["every year by 25-05"], doubt="Sau mai târziu.")
    answer = views.calendar(
        RequestFactory().post("/en/path/path.ics", {"facts": "purpose=study&place_now=here&papers=long-visa"}), "en"
    )  # fmt: skip
    events = icalendar.Calendar.from_ical(answer.content).events
    found = [one for one in events if "Sau mai" in str(one.get("description", ""))]
    assert [one["rrule"]["FREQ"] for one in found] == [["YEARLY"]]


def test_a_step_says_that_it_comes_again(asked):  # noqa: F811
    html = asked(facts="place_now=here&purpose=other&papers=permit").content.decode()
    assert "Again after 1 year." in html


def test_a_step_says_when_its_place_is_open_and_how_to_book(asked):  # noqa: F811
    html = asked(facts=student()).content.decode()
    permit = html[html.index('id="step-permit-study"') :].split("</li>\n<li class")[0]
    assert "Hours of the next seven days" in permit
    assert "Only with an appointment." in permit
    assert 'href="https://portaligi.mai.gov.ro"' in permit


def test_the_open_questions_that_add_most_are_offered_first(asked):  # noqa: F811
    plan, today = queries.plan(), local_now().date()
    path = rules.path(
        plan, answers.from_written(plan.questions, "romanian=none").facts, today=today, is_working_day=lambda _d: True
    )  # fmt: skip
    first = [one.slug for one in queries.questions() if one.first and one.slug in path.open_questions]
    html = asked(facts="romanian=none").content.decode()
    offered = html[html.index('id="more"') : html.index('id="keep"')]
    assert "place_now" in first
    assert all(f'value="{name}"' in offered for name in first[: screens.MOST_OPEN])
    assert offered.count('name="change"') == screens.MOST_OPEN


def test_a_fact_that_would_take_a_step_its_term_is_refused():
    fact = Fact.objects.get(slug="return-appeal-term")
    form = FactForm(instance=fact)
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: str(value) for name, value in sent.items() if value is not None}
    assert FactForm(sent, instance=fact).is_valid()
    wrong = FactForm(sent | {"amount": "1.5", "unit": "months"}, instance=fact)
    assert not wrong.is_valid()
    assert "return-appeal" in str(wrong.errors)


def test_a_step_whose_term_is_lost_stays(db):
    Fact.objects.filter(slug="return-appeal-term").update(amount="1.5", unit="months")
    assert "return-appeal" in steps("trouble=return-decision&place_now=here")
    assert [fault.key for fault in queries.faults()] == ["return-appeal"]


def test_the_first_page_is_kept_until_midnight_for_its_examples_count_from_today(client):
    until = int(client.get("/en/path/").headers["X-Acasa-Cache"].split()[0])
    assert 0 < until - local_now().timestamp() <= 25 * 3600


def test_a_letter_is_kept_only_until_its_office_opens_or_closes(client):
    until = int(client.get("/en/letters/address-change-immigration/").headers["X-Acasa-Cache"].split()[0])
    assert 0 < until - local_now().timestamp() <= 25 * 3600


@pytest.mark.parametrize("name", ["🏠" * 80, "شركة " * 20, "Firma " * 20])
def test_a_senders_name_leaves_room_for_the_answers(asked, name):  # noqa: F811
    everything = {
        one.slug: "2027-01-20" if one.kind == "date" else ",".join(option["id"] for option in one.options)
        for one in queries.questions()
    }
    line = urlencode({**everything, "from": name, "contact": name}, safe=",")
    assert asked(address="path/desk/", facts=line).status_code == 200
    given = answers.from_form(queries.plan().questions, {"from": [name], "contact": [name]})
    kept = answers.written(
        queries.plan().questions, rules.relevant(queries.plan(), answers.from_written(queries.plan().questions, line).facts, local_now().date()), sender=given.sender
    )  # fmt: skip
    assert answers.from_written(queries.plan().questions, kept).sender == given.sender


@pytest.mark.parametrize("language", ["ar", "uk", "ne", "ur", "en", "ro"])
def test_a_name_in_another_language_stands_in_no_sentence(asked, language):  # noqa: F811
    readings = presenting.readings(language)
    reading = readings["Viza"]
    html = asked(language, facts=student()).content.decode()
    (line,) = re.findall(r'expiry">.*?<strong>(.*?)</strong>', html, re.DOTALL)
    text = asked(language, "path/path.ics", facts=student()).content
    titles = [str(one["summary"]) for one in icalendar.Calendar.from_ical(text).events]
    ends = [title for title in titles if plain(readings, ["Viza"]) in title]
    assert ends
    with override(language):
        last_day = gettext("Last day: %(day)s.").partition("%")[0]
        if reading.language == language:
            assert "<bdi>" not in line
            assert last_day not in line
            assert not any("\u2068" in title for title in ends)
        else:
            assert re.match(
                rf'<bdi><span class="fallback" lang="{reading.language}" dir="ltr">[^<]*</span></bdi> – ',
                line,
            )
            assert line.partition("– ")[2].startswith(last_day)
            assert all(re.match(f"\u2068[^\u2069]*\u2069 – {re.escape(last_day)}", title) for title in ends)
