"""My path on paper: two pages for everybody in every language, and nothing on it that could harm who carries it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from acasa.foundation.city.queries import city, local_now
from acasa.foundation.city.queries import language as language_of
from acasa.foundation.printing.compiler import utf8
from acasa.foundation.printing.qr import QUIET_ZONE, matrix
from acasa.foundation.printing.typeset import typeset
from acasa.foundation.texts.render import plain
from acasa.information.pathway import answers, presenting, printing, queries, rules
from acasa.information.pathway.conditions import Facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

LANGUAGES = ["en", "ro", "fr", "ar", "uk", "ne", "ur", "ps", "bn"]
MILLIMETRE = 72 / 25.4
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def squeezed(text: str) -> str:
    """A text as it is found again in a PDF, whatever the lines: without spaces and invisible characters."""
    return "".join(text.translate(ISOLATES).split())


def words_of(paper: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages))


def addresses_in(paper: bytes) -> dict[str, float]:
    """The addresses that can be followed, with the width of the widest place to do so in millimetres."""
    found: dict[str, float] = {}
    for page in PdfReader(BytesIO(paper)).pages:
        for note in page.get("/Annots", []):
            note = note.get_object()
            if address := note.get("/A", {}).get("/URI"):
                left, _, right, _ = (float(value) for value in note["/Rect"])
                found[str(address)] = max(found.get(str(address), 0), (right - left) / MILLIMETRE)
    return found


def path_of(facts: Facts, plan: rules.Plan | None = None) -> rules.Path:
    today = local_now().date()
    return rules.path(
        plan or queries.plan(), facts, today=today, is_working_day=presenting.working_days(today)
    )


def data_of(path: rules.Path, language: str = "en", readings=None) -> dict:
    today = local_now().date()
    with override(language):
        return printing.path_data(
            path,
            presenting.sections(path, language),
            readings or presenting.readings(language),
            kept=answers.written(
                queries.plan().questions, answers.shareable(queries.plan(), path.facts, today)
            ),
            sender={},
            today=today,
        )


def drawn(data: dict) -> bytes:
    return typeset(printing.TEMPLATE, utf8(json.dumps(data)))


def steps_in(data: dict) -> Iterator[dict]:
    for section in data["sections"]:
        yield from section["steps"]


def everything(plan: rules.Plan) -> Facts:
    """All answers that may stand on paper; where one alone can be chosen, the one with the most steps."""
    private = {step.slug for step in queries.steps().values() if step.private}
    today = local_now().date()
    facts: dict = {}

    def printed(option: str, question: str) -> int:
        path = rules.path(
            plan, {**facts, question: frozenset([option])}, today=today, is_working_day=lambda day: True
        )
        return sum(one.step.id not in private for one in path.steps)

    for name, question in plan.questions.items():
        if question.options is None:
            facts[name] = today + timedelta(days=-14 if name == "arrived" else 60)
        elif question.several:
            facts[name] = frozenset(question.options) - question.private
    for _ in range(2):  # the best answer to one question depends on the others
        for name, question in plan.questions.items():
            if question.options is not None and not question.several:
                open_ = [option for option in question.options if option not in question.private]
                if open_:
                    facts[name] = frozenset([max(open_, key=lambda one: printed(one, name))])
    return facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_path_has_two_pages_with_each_title_and_where_to_go_for_what_is_urgent(language):
    plan, readings, today = queries.plan(), presenting.readings(language), local_now().date()
    # Each language draws a third of the examples, and all of them are drawn in three languages.
    turn = LANGUAGES.index(language) % 3
    cases = {
        one.slug: queries.persona_facts(one, plan.questions, today) for one in queries.personas()[turn::3]
    }
    steps = queries.steps()
    assert cases
    for name, facts in {**cases, "everything": everything(plan)}.items():
        path = path_of(facts, plan)
        data = data_of(path, language, readings)
        paper = drawn(data)
        assert len(PdfReader(BytesIO(paper)).pages) <= 2, name
        words = words_of(paper)
        for one in path.steps:
            step = steps[one.step.id]
            reading = readings[step.title]
            # A PDF of other scripts holds shapes in the order in which they are seen.
            if not step.private and language_of(reading.language).script in ("latin", "cyrillic"):
                assert squeezed(plain(readings, [step.title])) in words, (name, step.slug)
        for section in data["sections"]:
            for step in section["steps"] if section["urgent"] else ():
                assert squeezed(step["where"]) in words
                assert squeezed(step["phone"]) in words


def test_the_paper_comes_over_the_web_and_its_code_opens_the_path_again(client, cluj, db):
    today = local_now().date()
    facts = (
        f"purpose=study&place_now=here&papers=long-visa&arrived={today - timedelta(days=14)}"
        f"&visa_end={today + timedelta(days=60)}&children=3-to-5,6-to-17&home=rent&romanian=none"
    )
    for language in ("en", "ur"):
        answer = client.post(f"/{language}/path/path.pdf", {"facts": facts})
        reader = PdfReader(BytesIO(answer.content))
        assert len(reader.pages) <= 2
        assert reader.trailer["/Root"]["/Lang"].startswith(language)
        (address,) = (one for one in addresses_in(answer.content) if f"/{language}/path/#" in one)
        assert parse_qs(address.partition("#")[2])["purpose"] == ["study"]
        assert parse_qs(address.partition("#")[2])["visa_end"] == [(today + timedelta(days=60)).isoformat()]


def test_the_code_is_large_enough_for_a_telephone():
    for facts in ({"purpose": frozenset(["study"])}, everything(queries.plan())):
        paper = drawn(data_of(path_of(facts)))
        address, width = next((one, width) for one, width in addresses_in(paper).items() if "/path/#" in one)
        modules = len(matrix(address))
        assert 29 <= width * modules / (modules + 2 * QUIET_ZONE) <= 34


def test_a_paper_that_has_ended_is_not_told():
    today = local_now().date()
    ended = today - timedelta(days=12)
    facts: Facts = {
        "purpose": frozenset(["study"]), "place_now": frozenset(["here"]), "papers": frozenset(["long-visa"]),
        "arrived": today - timedelta(days=130), "visa_end": ended, "passport_end": today + timedelta(days=50),
    }  # fmt: skip
    path = path_of(facts)
    assert any(one.due and one.due.rule and one.due.rule.question == "visa_end" for one in path.steps)
    data = data_of(path)
    assert len(data["papers"]) == 1
    assert "passport" in data["papers"][0]
    counted = {one.step.id for one in path.steps if one.due and (one.due.day - ended).days in (0, -30)}
    assert counted
    assert not any("late" in step["due"] for step in steps_in(data))
    paper = drawn(data)
    (address,) = (one for one in addresses_in(paper) if "/path/#" in one)
    kept = parse_qs(address.partition("#")[2])
    assert "visa_end" not in kept
    assert "passport_end" in kept
    assert ended.isoformat() not in str(data)


LEFT_OUT = "Private steps are not on this paper."


def worker_with(*trouble: str) -> rules.Path:
    facts: Facts = {"purpose": frozenset(["work"]), "place_now": frozenset(["here"])}
    return path_of({**facts, "trouble": frozenset(trouble)} if trouble else facts)


def titles_in(data: dict) -> set[str]:
    return {"".join(run["text"] for one in step["title"] for run in one["runs"]) for step in steps_in(data)}


def test_every_paper_says_alike_that_private_steps_are_left_out():
    quiet, hurt = data_of(worker_with()), data_of(worker_with("violence", "unpaid", "stay-expired"))
    assert LEFT_OUT in hurt["before"][-1]
    assert squeezed(hurt["before"][-1]) in words_of(drawn(hurt))
    assert hurt["before"] == quiet["before"]
    assert titles_in(hurt) <= titles_in(quiet)


def test_who_has_nowhere_to_sleep_gets_shelter_and_food_on_paper():
    path = worker_with("no-home")
    data, readings = data_of(path), presenting.readings("en")
    for name in ("no-home-tonight", "find-food", "social-support"):
        assert plain(readings, [queries.steps()[name].title]) in titles_in(data)
    assert len(titles_in(data)) == len(path.steps)
    (urgent,) = (section for section in data["sections"] if section["urgent"])
    assert any(step["phone"] for step in urgent["steps"])


def test_beside_a_danger_no_paper_tells_of_a_place_to_sleep():
    data = data_of(worker_with("no-home", "violence"))
    assert titles_in(data) <= titles_in(data_of(worker_with()))


def test_what_follows_from_no_private_answer_is_printed_for_everybody():
    path = worker_with()
    assert any(one.step.private for one in path.steps)
    assert len(titles_in(data_of(path))) == len(path.steps)


def test_a_closed_day_says_when_to_go_and_never_to_call_today():
    today = local_now().date()
    seen = set()
    for days in range(1, 15):  # some of them are closed, and some last working days are over
        facts: Facts = {
            "purpose": frozenset(["study"]), "place_now": frozenset(["here"]), "papers": frozenset(["permit"]),
            "permit_end": today + timedelta(days=30 + days), "arrived": today - timedelta(days=100),
        }  # fmt: skip
        for step in steps_in(data_of(path_of(facts))):
            assert "today" not in step["due"] + step["closed"]
            seen.add(bool(step["closed"]))
    assert seen == {True, False}


def test_a_place_begins_with_who_it_is_and_an_ordinary_number_goes_before_the_emergency_one():
    emergency, spared = city().emergency_number, 0
    for section in presenting.sections(path_of(everything(queries.plan())), "en"):
        for view in section.steps:
            place = printing._place(view)
            if view.card:
                assert place["where"].startswith(view.card.organisation.name)
                assert view.card.name in place["where"]
                numbers = {one.number for one in view.card.organisation.phones.all()}
                if numbers - {emergency} or not view.step.safety:
                    assert place["phone"] != emergency
                    spared += emergency in numbers
    assert spared


@pytest.mark.parametrize("language", ["ar", "ur", "bn"])
def test_steps_in_another_language_are_said_once_and_not_marked_each(language):
    today = local_now().date()
    persona = next(one for one in queries.personas() if one.slug == "student-nepal")
    readings = presenting.readings(language)
    data = data_of(
        path_of(queries.persona_facts(persona, queries.plan().questions, today)), language, readings
    )
    if not data["known"]:
        pytest.skip("the steps are translated")
    assert language_of(data["known"]).autonym in data["before"][0]
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(drawn(data))).pages)
    assert " EN" not in text.replace("\u00a0", " ")
    assert "•" in text


def test_a_sentence_stands_in_the_order_of_most_of_its_letters():
    source = """
        #import "/foundation/printing/paper.typ": from-right
        #assert(from-right("Your visa کی میعاد 6 فروری کو ختم ہوگی"))
        #assert(not from-right("The steps are not yet in اردو; they are in English."))
        #assert(not from-right("112"))
        #set document(title: "t")
    """
    typeset(source.encode(), b"{}")


def test_date_of_a_step_that_waits_for_an_ended_paper_is_found_through_the_later_step():
    ended, today = date(2026, 1, 1), date(2026, 2, 1)
    rule = rules.DueRule("on {visa_end}", "visa_end")
    later = rules.Planned(
        rules.Step("later", rules.Phase.LATER), (), rules.Due(ended, ended, today, today, rule)
    )
    first = rules.Planned(
        rules.Step("first", rules.Phase.LATER), (), rules.Due(ended, ended, today, today, None, "later")
    )
    expiry = rules.Expiry("visa_end", ended, -31, 0)
    path = rules.Path((first, later), rules.Phase.LATER, (expiry,), {}, {})
    assert all(presenting.from_ended(SimpleNamespace(planned=one), path) for one in (first, later))


@pytest.mark.parametrize("language", ["ar", "ne", "en"])
def test_on_paper_too_a_name_in_another_language_stands_in_no_sentence(language):
    today = local_now().date()
    facts: Facts = {
        "purpose": frozenset(["study"]),
        "papers": frozenset(["long-visa"]),
        "visa_end": today + timedelta(days=60),
    }
    (line,) = data_of(path_of(facts), language)["papers"]
    readings = presenting.readings(language)
    name = plain(readings, ["Viza"])
    foreign = readings["Viza"].language != language
    assert line.startswith(f"\u2068{name}\u2069 – " if foreign else name)
