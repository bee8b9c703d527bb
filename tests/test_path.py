"""My path: whole journeys in the browser, and that no answer is ever kept or told."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import StringIO
from urllib.parse import parse_qs

import pytest
import vobject
from dateutil.tz import tzical
from django.db import connection
from playwright.sync_api import expect
from pypdf import PdfReader

from acasa.foundation.city.queries import local_now
from acasa.information.pathway import answers, conditions, queries, rules, wording
from acasa.information.pathway.models import StepCount
from tests.tools import clock

from .axe import found_by_axe

pytestmark = pytest.mark.usefixtures("cluj")

STUDENT = "purpose=study&place_now=here&papers=long-visa&arrived={arrived}&visa_end={visa_end}"


def student() -> str:
    today = local_now().date()
    return STUDENT.format(arrived=today - timedelta(days=14), visa_end=today + timedelta(days=60))


# --- on the server -------------------------------------------------------------------------------


@pytest.fixture
def asked(client, cluj, db, remembering):
    def ask(language: str = "en", address: str = "path/", **sent):
        return client.post(f"/{language}/{address}", sent)

    return ask


def test_the_path_is_shown_and_nothing_about_the_person_is_stored(asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]

        def rows() -> dict[str, int]:
            found = {}
            for table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
            return found

        before = rows()
        answer = asked(**parse_qs(student()))
        after = rows()
    assert answer.status_code == 200
    assert b"Apply for the student permit" in answer.content
    assert {name for name in tables if before[name] != after[name]} == {"pathway_stepcount"}
    assert answer.headers["Cache-Control"] == "private, max-age=0"
    assert not answer.cookies


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("path/", {}),
        ("path/", {"change": "yes"}),
        ("path/", {"change": "purpose"}),
        ("path/desk/", {}),
        ("path/", {"was": "purpose=study&trouble=violence", "facts": "purpose=study"}),
    ],
)
def test_no_browser_keeps_a_copy_of_what_tells_a_private_answer(asked, address, sent):
    answer = asked(address=address, **{"facts": "purpose=study&trouble=violence", **sent})
    assert answer.headers["Cache-Control"] == "private, no-store"
    public = {name: value.replace("&trouble=violence", "") for name, value in sent.items()}
    answer = asked(address=address, **{"facts": "purpose=study", **public})
    assert answer.headers["Cache-Control"] == "private, max-age=0"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_place_of_a_step_stands_under_its_organisation_without_a_colon(asked, language):
    html = asked(language, **parse_qs(student())).content.decode()
    places = re.findall(r'<div class="place">.*?</div>', html, re.DOTALL)
    under = [place for place in places if "<br>" in place]
    assert under
    assert not [place for place in under if re.search(r":\s*<br>", place)]


def test_counts_hold_numbers_by_week_and_nothing_of_a_private_step(asked):
    asked(trouble="violence", purpose="work", place_now="here")
    asked(purpose="work", place_now="here")
    # Another language, an opened address, a trial: the same person again, or nobody.
    asked("ro", facts="purpose=work&place_now=here")
    asked(facts="purpose=work&place_now=here", was="purpose=study&place_now=here")
    rows = {row.subject: row for row in StepCount.objects.filter(what="shown")}
    assert rows
    assert {row.week for row in rows.values()} == {local_now().date() - timedelta(days=local_now().weekday())}
    assert max(row.count for row in rows.values()) == 2
    from acasa.information.pathway.models import Step

    assert not Step.objects.filter(slug__in=rows, private=True).exists()
    assert set(StepCount.objects.filter(what="answered").values_list("subject", flat=True)) == {
        "trouble",
        "purpose",
        "place_now",
    }


def test_private_answers_stand_in_no_address(asked):
    html = asked(facts=student() + "&trouble=violence,papers-lost&pregnant=yes").content.decode()
    for address in re.findall(r'(?:href|data-kept|action)="([^"]*)"', html):
        answers = address.partition("#")[2] or address.partition("?")[2]
        assert "violence" not in answers
        assert "pregnant" not in answers
    (kept,) = re.findall(r'data-kept="([^"]*)"', html)
    assert "violence" not in kept
    assert parse_qs(kept.replace("&amp;", "&"))["trouble"] == ["papers-lost"]
    assert "Some of your answers are private" in html


@pytest.mark.parametrize("address", ["path/", "path/path.ics", "path/path.pdf", "path/desk/"])
def test_no_answer_is_logged(asked, caplog, address):
    with caplog.at_level("DEBUG"):
        asked(address=address, facts=student() + "&trouble=violence")
    said = " ".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert "study" not in said
    assert "violence" not in said


def test_an_answer_in_the_query_is_not_read(client, cluj, db):
    answer = client.get("/en/path/?" + student())
    assert b"Apply for the student permit" not in answer.content
    assert b'value="study" checked' not in answer.content


def test_a_day_that_is_none_is_said_and_nothing_else_is_lost(asked):
    html = asked(purpose="study", arrived="31.02.2026", children=["under-3", "6-to-17"]).content.decode()
    assert "31.02.2026” is not a day" in html
    assert 'value="31.02.2026"' in html
    assert html.count(" checked") >= 3
    assert 'role="alert"' in html


@pytest.mark.parametrize("typed", ["31.12.2026", "31/12/2026", "2026-12-31", "٣١.١٢.٢٠٢٦", "३१.१२.२०२६"])
def test_a_day_is_read_as_people_write_it(typed):
    from acasa.foundation.texts.typed import read_day

    assert read_day(typed) == date(2026, 12, 31)


def test_nothing_answered_asks_for_one_answer_or_an_example(asked):
    html = asked().content.decode()
    assert "Answer at least one question" in html
    assert html.count('name="facts"') >= 10


def test_what_if_says_what_comes_goes_and_moves(asked):
    later = student().replace("study", "research")
    html = asked(facts=later, was=student()).content.decode()
    assert "What would change" in html
    assert "<ins>" in html
    assert "<del>" in html
    same = asked(facts=student(), was=student()).content.decode()
    assert "Nothing: the same steps" in same


def test_changing_answers_brings_them_back_in_the_form(asked):
    html = asked(facts=student(), change="yes").content.decode()
    assert 'value="study" checked' in html
    assert 'name="was"' in html


def test_a_prepared_path_says_who_prepared_it_and_that_nobody_checked(asked):
    html = asked(
        address="path/for-others/", purpose="work", month="2027-02", **{"from": "Acme <b>"}
    ).content.decode()
    (address,) = set(re.findall(r'href="([^"]*/en/path/#[^"]+)"', html))
    line = address.split("#")[1].replace("&amp;", "&")
    assert parse_qs(line) == {
        "purpose": ["work"], "place_now": ["abroad"], "arrived": ["2027-02-01"], "from": ["Acme <b>"],
    }  # fmt: skip
    shown = asked(facts=line).content.decode()
    assert "Acme &lt;b&gt;" in shown
    assert "The city has not checked who this is" in shown
    wrong = asked(address="path/for-others/", month="soon").content.decode()
    assert wrong.count('aria-invalid="true"') == 3


# --- files ---------------------------------------------------------------------------------------


def test_the_calendar_is_read_by_another_parser_and_by_its_own_zone(asked):
    text = asked(address="path/path.ics", facts=student()).content.decode()
    calendar = vobject.readOne(text)
    zones = tzical(StringIO(text))
    zone = zones.get("Europe/Bucharest")
    due = local_now().date() + timedelta(days=30)
    timed = [event for event in calendar.vevent_list if isinstance(event.dtstart.value, datetime)]
    (permit,) = (event for event in timed if event.summary.value == "Apply for the student permit")
    assert permit.dtstart.value.date() <= due
    assert wording.weekday(due, "en") in permit.description.value
    from zoneinfo import ZoneInfo

    for event in timed:
        start = event.dtstart.value
        wall = start.replace(tzinfo=None)
        assert (wall.hour, wall.minute) == (9, 0)
        ours = wall.replace(tzinfo=ZoneInfo("Europe/Bucharest"))
        assert wall.replace(tzinfo=zone).utcoffset() == ours.utcoffset()
    uids = [event.uid.value for event in calendar.vevent_list]
    assert len(uids) == len(set(uids))
    assert text == asked(address="path/path.ics", facts=student()).content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_what_is_private_is_in_no_file(asked):
    from io import BytesIO

    facts = student() + "&trouble=violence,unpaid"
    assert "hits" in asked(facts=facts).content.decode() or "violence" in asked(facts=facts).content.decode()
    paper = PdfReader(BytesIO(asked(address="path/path.pdf", facts=facts).content))
    text = (
        " ".join(page.extract_text() for page in paper.pages)
        + asked(address="path/path.ics", facts=facts).content.decode()
    )
    from acasa.foundation.texts.render import plain
    from acasa.information.pathway import presenting
    from acasa.information.pathway.models import Step

    readings = presenting.readings("en")
    words = " ".join(text.split())
    # A step for everybody who is here tells nothing.
    private = [
        plain(readings, [step.title])
        for step in Step.objects.filter(private=True).exclude(slug="hard-time-talk")
    ]
    assert len(private) > 20
    assert [title for title in private if title in words] == []


def test_the_questions_and_the_path_are_read_in_one_language(asked, client, cluj):
    everything = "&".join(
        f"{one.slug}={'2027-01-20' if one.kind == 'date' else ','.join(o['id'] for o in one.options[: 1 if one.kind == 'choice' else 99])}"
        for one in queries.questions()
    )
    pages = [client.get("/en/path/"), asked(facts=everything), asked(facts=student(), change="children")]
    for page in pages:
        html = page.content.decode()
        assert (
            re.findall(
                r'<[^>]*lang="ro"[^>]*class="fallback"[^>]*>[^<]*|<[^>]*class="fallback"[^>]*lang="ro"[^>]*>[^<]*',
                html,
            )
            == []
        )


def test_nothing_that_hangs_on_a_private_answer_may_be_shared(cluj):
    plan, today = queries.plan(), local_now().date()
    private = [(one, option) for one in plan.questions.values() for option in sorted(one.private)]
    assert private
    days = {name: today - timedelta(days=9) for name, one in plan.questions.items() if one.options is None}
    hanging = 0
    for one, option in private:
        facts = rules.relevant(plan, {**days, one.id: frozenset({option})}, today)
        others = {name: answer for name, answer in facts.items() if name != one.id}
        shared = answers.shareable(plan, facts, today)
        for name in facts.keys() - {one.id}:
            when = plan.questions[name].when
            only_then = (
                conditions.first_true(when, facts, today) is not None
                and conditions.first_true(when, others, today) is None
            )
            hanging += only_then
            assert not (only_then and name in shared), (option, name)
        assert one.id not in shared
        assert not any(plan.questions[name].expires for name in shared)  # all of these days are over
    assert hanging


@pytest.mark.parametrize("address", ["path/desk/", "path/path.pdf", "path/path.ics"])
def test_what_is_made_of_answers_leads_to_the_questions_without_any(client, cluj, db, address):
    answer = client.get(f"/en/{address}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/path/")


def test_the_desk_reads_what_it_gets_and_nothing_private(asked):
    page = asked("ur", "path/desk/", facts=student() + "&trouble=stay-expired,papers-lost").content.decode()
    assert "Pentru funcționar" in page
    assert "expirat" not in page.split("</header>")[1].replace("stay-expired", "")


def test_an_arrival_that_does_not_go_with_the_place_is_asked_about(asked):
    day = local_now().date() + timedelta(days=40)
    assert "does not go with" in asked(facts=f"purpose=work&place_now=here&arrived={day}").content.decode()
    assert (
        "does not go with" not in asked(facts=f"purpose=work&place_now=abroad&arrived={day}").content.decode()
    )
    assert "is not a day" in asked(purpose="work", arrived="0026-11-08").content.decode()


def test_one_answer_is_changed_alone(asked):
    page = asked(facts=student(), change="purpose").content.decode()
    assert page.count("<fieldset") == 1
    tried = asked(facts=student(), set="purpose", purpose="research", was=student()).content.decode()
    assert "What would change" in tried
    assert "data-trial" in tried
    wrong = asked(facts=student(), set="visa_end", visa_end="soon", was=student()).content.decode()
    assert wrong.count("<fieldset") == 1
    assert "“soon” is not a day" in wrong
    added = asked(facts=student(), set="children", children="under-3").content.decode()
    assert "children=under-3" in added
    assert "What would change" not in added


# --- in the browser ------------------------------------------------------------------------------

browser = pytest.mark.browser


def choose(page, name: str, value: str) -> None:
    page.locator(f"[data-question={name}] input[value='{value}']").check()


@browser
@pytest.mark.parametrize(
    ("language", "title"), [("en", "Apply for the student permit"), ("ro", None), ("ar", None)]
)
def test_a_student_answers_one_by_one_ticks_and_comes_back(open_page, language, title):
    page = open_page(f"/{language}/path/", width=360)
    expect(page.locator("[data-question=purpose]")).to_be_visible()
    expect(page.locator("[data-question=place_now]")).to_be_hidden()
    choose(page, "purpose", "study")
    page.locator("[data-next]").click()
    choose(page, "place_now", "here")
    page.locator("[data-next]").click()
    page.locator("[name=arrived]").fill(str(clock.now().date() - timedelta(days=14)))
    page.locator("[data-next]").click()
    choose(page, "papers", "long-visa")
    page.locator("[data-next]").click()
    page.locator("[name=visa_end]").fill(str(clock.now().date() + timedelta(days=60)))
    page.locator("[data-show]").click()
    step = page.locator("#step-permit-study")
    expect(step).to_be_visible()
    if title:
        expect(step).to_contain_text(title)
    assert "#purpose=study&place_now=here" in page.url
    assert "?" not in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    step.locator("[data-tick]").check()
    step.locator("summary").first.click()
    step.locator(".own summary").click()
    step.locator("[data-note]").fill("ask Maria")
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)
    step = page.locator("#step-permit-study")
    expect(step.locator("[data-tick]")).to_be_checked()
    expect(step.locator("[data-note]")).to_have_value("ask Maria")
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "study" not in stored.replace("permit-study", "")
    assert page.context.cookies() == []
    page.locator("details.languages summary").click()
    page.locator("details.languages button[lang=fr]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#step-permit-study [data-tick]")).to_be_checked()
    assert "/fr/path/#purpose=study&place_now=here" in page.url


@browser
def test_another_language_and_another_answer_lose_nothing_even_what_stands_in_no_address(open_page):
    page = open_page("/en/path/", width=360)
    page.locator("[data-all]").click()
    choose(page, "purpose", "work")
    choose(page, "trouble", "violence")
    page.locator("[data-show]").click()
    first = page.locator(".now .stage").first.get_attribute("id")
    page.locator("details.languages summary").click()
    page.locator("details.languages button[lang=ro]").click()
    assert page.url.split("#")[0].endswith("/ro/path/")
    expect(page.locator(".now .stage").first).to_have_attribute("id", first)
    page.locator(".chips summary").click()
    page.locator(".chips button[value=purpose]").click()
    choose(page, "purpose", "study")
    page.locator("button[name=was]").click()
    expect(page.locator("#what-if ~ p ins").first).to_be_visible()
    assert "violence" not in page.url
    expect(page.locator(".now .stage").first).to_have_attribute("id", first)


@browser
def test_an_address_that_cannot_be_read_is_said_and_asked_once(open_page, site):
    page = open_page("/en/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(site.root + "/en/path/#purpose=nonsense")
    expect(page.locator("[data-unreadable]")).to_be_visible()
    page.wait_for_timeout(500)
    assert len(sent) == 1
    assert "#" not in page.url
    expect(page.locator("[data-question=purpose]")).to_be_visible()


@browser
def test_the_path_works_without_scripts(open_page):
    page = open_page("/en/path/", java_script_enabled=False)
    choose(page, "purpose", "work")
    choose(page, "place_now", "abroad")
    page.get_by_role("button", name="Show my path").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My path")
    page.locator(".stage summary").first.click()
    expect(page.locator(".stage details[open] .why").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Change or try")).click()
    expect(page.locator("input[value=work]")).to_be_checked()


@browser
def test_somebody_in_danger_gets_help_first_and_leaves_no_trace(open_page):
    page = open_page("/en/path/")
    page.locator("[data-all]").click()
    choose(page, "purpose", "work")
    choose(page, "trouble", "danger")
    page.locator("[data-show]").click()
    expect(page.locator(".now .stage").first).to_be_visible()
    expect(page.locator("[data-leave]")).to_be_visible()
    assert page.locator(".now .stage").first.locator("[data-tick]").count() == 0
    assert "danger" not in page.url
    assert page.evaluate("localStorage.length") == 0


@browser
def test_only_who_agrees_is_counted(open_page, site):
    page = open_page("/en/path/#" + student())
    step = page.locator("#step-permit-study")
    expect(step).to_be_visible()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "/count/" in request.url else None)
    step.locator("[data-tick]").check()
    page.wait_for_timeout(300)
    assert sent == []
    page.locator("[data-counted]").check()
    step.locator("[data-tick]").uncheck()
    step.locator("[data-tick]").check()
    page.wait_for_timeout(500)
    assert len(sent) == 1


@browser
def test_a_letter_grows_while_it_is_written_and_comes_as_paper(open_page):
    page = open_page("/en/letters/family-doctor-registration/", width=360)
    page.locator("[name=full_name]").fill("Sita Thapa")
    expect(page.locator("[data-live] mark").first).to_have_text("Sita Thapa")
    expect(page.locator("[data-live] .sheet[lang=ro]")).to_contain_text("Subsemnatul")
    page.get_by_role("button", name=re.compile("Make the letter")).click()
    expect(page.locator("[role=alert]").first).to_be_visible()
    expect(page.locator("[name=full_name]")).to_have_value("Sita Thapa")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@browser
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("facts", ["", "&trouble=violence,papers-lost&children=under-3"])
def test_axe_finds_nothing_on_a_path(open_page, site, language, facts):
    page = open_page(f"/{language}/path/")
    page.evaluate(
        "facts => { const f = document.createElement('form'); f.method = 'post'; f.action = location.pathname;"
        " const i = document.createElement('input'); i.name = 'facts'; i.value = facts; f.append(i);"
        " document.body.append(f); f.submit(); }",
        student() + facts,
    )
    page.wait_for_selector("[data-path=shown]")
    for details in page.locator(".stage details").all():
        details.evaluate("d => { d.open = true }")
    assert found_by_axe(page) == []
    levels = page.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "all => all.map(h => Number(h.tagName[1]))")
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels


@browser
@pytest.mark.parametrize("jump", ["a[href='#keep']", "a.skip", "a[href='#step-permit-study']"])
def test_a_jump_on_the_page_keeps_the_path_in_the_address(open_page, jump):
    page = open_page("/en/path/#" + student())
    expect(page.locator("#step-permit-study")).to_be_visible()
    answers_kept = page.evaluate("location.hash")
    page.evaluate(
        "() => document.querySelector('#keep').insertAdjacentHTML('beforeend',"
        " '<a href=\"#step-permit-study\">the step</a>')"
    )
    link = page.locator(jump)
    target = page.locator(link.get_attribute("href"))
    link.press("Enter")
    assert page.evaluate("location.hash") == answers_kept
    expect(target).to_be_in_viewport()
    page.wait_for_function(
        "part => Math.abs(part.getBoundingClientRect().top) < innerHeight / 2", arg=target.element_handle()
    )
    page.keyboard.press("Tab")
    assert target.evaluate("part => part.contains(document.activeElement)")
    page.reload()
    expect(page.locator("#step-permit-study")).to_be_visible()
    assert page.evaluate("location.hash") == answers_kept


@browser
def test_a_trial_stands_in_no_address_after_a_jump_either(open_page):
    page = open_page("/en/path/#" + student())
    page.locator(".chips summary").click()
    page.locator(".chips button[value=purpose]").click()
    choose(page, "purpose", "research")
    page.locator("button[name=was]").click()
    expect(page.locator("[data-trial]")).to_be_visible()
    page.locator("a[href='#keep']").click()
    expect(page.locator("#keep")).to_be_in_viewport()
    page.wait_for_timeout(300)
    assert "=" not in page.evaluate("location.hash")


@browser
@pytest.mark.parametrize("kept", ["tick", "note", "hidden"])
def test_all_that_is_kept_of_a_path_can_be_cleared_and_nothing_of_another(open_page, kept):
    page = open_page("/en/path/#" + student())
    other = {"done": ["elsewhere"], "hidden": ["elsewhere"], "notes": {"elsewhere": "mine"}, "counted": False}
    page.evaluate("other => localStorage.setItem('acasa:path', JSON.stringify(other))", other)
    page.reload()
    step, clear = page.locator("#step-permit-study"), page.locator("[data-clear]")
    expect(step).to_be_visible()
    expect(clear).to_be_hidden()
    step.locator("details").first.evaluate("part => { part.open = true }")
    step.locator(".own summary").click()
    if kept == "tick":
        step.locator("[data-tick]").check()
    elif kept == "note":
        step.locator("[data-note]").fill("ask Maria")
    else:
        step.locator("[data-hide]").click()
    expect(clear).to_be_visible()
    assert "permit-study" in page.evaluate("localStorage['acasa:path']")
    page.reload()
    expect(clear).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    clear.click()
    expect(clear).to_be_hidden()
    expect(step).to_be_visible()
    expect(step.locator("[data-tick]")).not_to_be_checked()
    expect(step.locator("[data-note]")).to_have_value("")
    assert page.evaluate("JSON.parse(localStorage['acasa:path'])") == other


@browser
def test_what_is_kept_of_steps_that_are_on_no_path_can_be_deleted_at_the_start(open_page, site):
    page = open_page("/en/path/")
    delete = page.locator("[data-kept-here] button")
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    expect(delete).to_be_hidden()
    page.evaluate("localStorage.setItem('acasa:path', JSON.stringify({notes: {elsewhere: 'mine'}}))")
    page.reload()
    page.once("dialog", lambda dialog: dialog.dismiss())
    delete.click()
    assert "mine" in page.evaluate("localStorage['acasa:path']")
    page.once("dialog", lambda dialog: dialog.accept())
    delete.click()
    expect(delete).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
