"""Invented newcomers answer the questions on a telephone, in their language, and see the path that the rules give."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from acasa.foundation.city.queries import local_now
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.render import plain
from acasa.foundation.texts.rules import split_sentences
from acasa.information.pathway import models, presenting, queries, rules, wording
from acasa.information.pathway.conditions import Answer, Facts

WIDTH = 360
WHOLE = ("ro", "en")
"""Languages in which nothing may be left in another one."""
PEOPLE = ("student-nepal", "worker-sri-lanka", "protection-ukraine", "refugee-syria")
WALKS = [*((person, language) for person in PEOPLE for language in WHOLE), ("refugee-syria", "ar")]

Row = tuple[str, str, str]
"""A step as it is read on the page: the heading it stands under, its title, and when it is due."""
READ = """stages => stages.map(stage =>
    [stage.closest("section").querySelector("h2"), stage.querySelector(".title"), stage.querySelector(".due")]
    .map(part => part ? part.innerText.trim().replace(/\\s+/g, " ") : ""))"""
# A browser takes the digits of a day in the order of its own language.
TYPED = """day => new Intl.DateTimeFormat(undefined, {day: "2-digit", month: "2-digit", year: "numeric"})
    .format(new Date(day + "T12:00")).replace(/\\D/g, "")"""


@pytest.mark.browser
@pytest.mark.usefixtures("cluj")
@pytest.mark.parametrize(("person", "language"), WALKS)
def test_a_newcomer_answers_and_sees_exactly_the_steps_and_days_of_the_rules(open_page, person, language):
    today = local_now().date()
    facts = queries.persona_facts(models.Persona.objects.get(slug=person), queries.plan().questions, today)
    path, readings = presenting.present(facts, language, today=today)
    with translation.override(language):
        page = open_page(f"/{language}/path/", width=WIDTH, reduced_motion="reduce")
        answer_what_is_asked(page, facts, readings)
        page.get_by_role("button", name=gettext("Show my path"), exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(gettext("My path"))
        expected = steps_of(path, readings)
        assert steps_on(page) == expected
        page.locator(".stage details").evaluate_all("all => all.forEach(details => { details.open = true })")
        fits_and_speaks(page, language)

        first = page.locator(".stage").first
        first.locator("label.done").click()
        expect(first.get_by_role("checkbox")).to_be_checked()
        page.reload()
        expect(first.get_by_role("checkbox")).to_be_checked()
        assert page.locator("[data-tick]:checked").count() == 1
        assert steps_on(page) == expected


def answer_what_is_asked(page: Page, facts: Facts, readings: Readings) -> None:
    """Taps and types what somebody has to say, one question after the other, then opens the further questions.

    Fails where an answer is left for which nothing asked.
    """
    left = dict(facts)
    questions = {one.slug: one for one in queries.questions()}
    going_on = page.get_by_role("button", name=gettext("Next"), exact=True)
    while True:
        asked = page.locator("[data-question]:visible")
        expect(asked).to_have_count(1)
        name = asked.get_attribute("data-question")
        answer(page, questions[name], left.pop(name, frozenset()), readings)
        if not going_on.is_visible():
            break
        going_on.click()
    if left:
        page.get_by_text(gettext("More about you, for a better path"), exact=True).click()
    for name in [one for one in questions if one in left]:
        answer(page, questions[name], left.pop(name), readings)
    fits_and_speaks(page, readings.language)


def answer(page: Page, question: models.Question, given: Answer, readings: Readings) -> None:
    """Answers a question, or passes it over; it and its options are found by their words."""
    sentences = split_sentences(question.ask, readings.source_language)
    group = page.get_by_role("group", name=plain(readings, sentences), exact=True)
    expect(group).to_be_visible()
    if isinstance(given, date):
        field = group.locator("input")
        field.press_sequentially(page.evaluate(TYPED, str(given)))
        expect(field).to_have_value(str(given))
        return
    for option in question.options:
        if option["id"] in given:
            label = plain(readings, [option["label"]])
            group.get_by_text(label, exact=True).click()
            expect(group.get_by_label(label, exact=True)).to_be_checked()


def fits_and_speaks(page: Page, language: str) -> None:
    """Nothing is wider than the screen, and nothing is in another language where all is translated."""
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    if language in WHOLE:
        expect(page.locator(".fallback")).to_have_count(0)


def steps_on(page: Page) -> list[Row]:
    return [tuple(row) for row in page.locator(".stage").evaluate_all(READ)]


def steps_of(path: rules.Path, readings: Readings) -> list[Row]:
    """What is urgent, then the phases in their order, with a mark at the one in which the person is."""
    phases, steps = list(rules.Phase), queries.steps()
    marks = [gettext("if you have not done it yet")] * phases.index(path.current) + [gettext("you are here")]
    parts = [(gettext("Now"), path.now)]
    for number, phase in enumerate(phases):
        mark = marks[number] if number < len(marks) else ""
        parts.append((f"{models.Phase(phase).label} {mark}".strip(), path.in_phase(phase)))
    return [
        (
            heading,
            plain(readings, [steps[one.step.id].title]),
            wording.due_words(one.due, readings.language) if one.due else "",
        )
        for heading, planned in parts
        for one in planned
    ]
