"""Twelve invented people of the Cluj pack and their whole paths, as files that people can read and review.

``ACASA_WRITE_GOLDEN=1`` writes the files anew; read the difference before it is committed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from acasa.information.pathway import presenting, queries, rules
from acasa.information.pathway.conditions import Facts
from acasa.information.pathway.models import Persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 22)
PERSONAS = [
    "student-nepal", "worker-sri-lanka", "blue-card-india", "seasonal-vietnam", "researcher-brazil", "refugee-syria",
    "asylum-afghanistan", "protection-ukraine", "wife-of-worker", "husband-of-romanian", "stay-expired", "contract-ended",
]  # fmt: skip


def answers(facts: Facts) -> str:
    return "; ".join(
        f"{name}: {answer if isinstance(answer, date) else ', '.join(sorted(answer))}"
        for name, answer in sorted(facts.items())
    )


def written(persona: Persona) -> str:
    """The path of a persona as text: urgent steps, then by phase; day, working day to go by, rule, reason."""
    facts = queries.persona_facts(persona, queries.plan().questions, TODAY)
    path, _readings = presenting.present(facts, "ro", today=TODAY)
    lines = [f"# {persona.title}", "", f"Pe {TODAY}. {answers(path.facts)}", ""]
    for heading, steps in [
        ("now", path.now),
        *((phase.value, path.in_phase(phase)) for phase in rules.Phase),
    ]:
        if not steps:
            continue
        lines += [f"## {heading}{' (aici)' if heading == path.current else ''}", ""]
        for one in steps:
            stored = queries.steps()[one.step.id]
            lines.append(f"- **{stored.title}** `{one.step.id}`")
            if one.due:
                why = one.due.rule.words if one.due.rule else f"înainte de {one.due.for_step}"
                go_by = f", mergeți până pe {one.due.go_by}" if one.due.closed else ""
                late = " TRECUT" if one.due.late else ""
                lines.append(f"  - până pe {one.due.day}{go_by}{late} ({why})")
            if one.because:
                because = {c.question: path.facts[c.question] for c in one.because}
                lines.append(f"  - pentru că {answers(because)}")
        lines.append("")
    if path.expiries:
        lines += [
            f"Expiră: {', '.join(f'{one.question} {one.day} ({one.days} zile)' for one in path.expiries)}",
            "",
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("slug", PERSONAS)
def test_the_path_of_an_example_is_the_reviewed_one(slug):
    text = written(Persona.objects.get(slug=slug))
    file = GOLDEN / f"{slug}.md"
    if os.environ.get("ACASA_WRITE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_all_examples_are_reviewed():
    assert set(Persona.objects.values_list("slug", flat=True)) == set(PERSONAS)
    assert {file.stem for file in GOLDEN.glob("*.md")} == set(PERSONAS)


def test_every_step_of_the_city_is_sound_and_reached_by_somebody(path_of):
    assert queries.faults() == []
    steps = queries.steps()
    assert len(steps) >= 70
    for step in queries.plan().steps:
        assert any(step.id in {one.step.id for one in path_of(facts).steps} for facts in suited(step)), (
            step.id
        )


def suited(step: rules.Step) -> Iterator[Facts]:
    """People for whom a step may be: for each alternative each choice of its answers, with days that fit."""
    days = [TODAY + timedelta(days=number) for number in (-3000, -1600, -400, -100, -10, 0, 5, 40, 200)]
    for alternative in step.when or ((),):
        choices = [
            [frozenset({answer}) for answer in sorted(clause.answers)]
            or [day for day in days if any(one.holds(day, TODAY) for one in clause.ranges)]
            for clause in alternative
        ]
        for answers_ in product(*choices):
            yield {clause.question: answer for clause, answer in zip(alternative, answers_, strict=True)}


def people(number: int) -> list[Facts]:
    """So many different people, always the same ones: three to eight answers each, drawn without sense."""
    chance = random.Random(22)
    questions = list(queries.plan().questions.values())
    found = []
    for _one in range(number):
        facts: dict[str, frozenset[str] | date] = {}
        for question in chance.sample(questions, chance.randint(3, 8)):
            if question.options is None:
                facts[question.id] = TODAY + timedelta(days=chance.randint(-2500, 400))
            else:
                most = len(question.options) if question.several else 1
                facts[question.id] = frozenset(
                    chance.sample(question.options, chance.randint(1, min(2, most)))
                )
        found.append(facts)
    return found


@pytest.fixture
def path_of(cluj) -> Callable[[Facts], rules.Path]:
    """Somebody's path by the city's plan, which is read once."""
    plan, is_working_day = queries.plan(), presenting.working_days(TODAY)
    return lambda facts: rules.path(plan, facts, today=TODAY, is_working_day=is_working_day)


def test_ten_thousand_people_get_a_path_without_an_error(path_of):
    always = {step.id for step in queries.plan().steps if not step.when and not step.unless}
    for facts in people(10_000):
        found = path_of(facts)
        assert always <= {one.step.id for one in found.steps}
        days = {one.step.id: one.due.day for one in found.steps if one.due}
        for one in found.steps:
            for before in one.step.after:
                if before in days and one.step.id in days:
                    assert days[before] <= days[one.step.id]


def test_help_is_first_whatever_else_was_answered(path_of):
    private = {slug for slug, step in queries.steps().items() if step.private}
    for trouble in ("violence", "danger", "no-home", "return-decision", "stay-expired"):
        for facts in people(60):
            found = path_of({**facts, "trouble": frozenset({trouble})})
            assert found.steps[0].step.safety, trouble
            assert found.steps[0].step.id in private


def test_every_step_has_its_page_and_every_sentence_its_english():
    from acasa.foundation.texts.models import Translation
    from acasa.foundation.texts.rules import sentence_hash
    from acasa.information.guide.queries import publications

    pages = {page.address for page in publications()}
    assert {step.page for step in queries.steps().values()} <= pages
    hashes = {sentence_hash(text): text for text in presenting.all_sentences()}
    english = set(
        Translation.objects.filter(language="en", sentence_id__in=hashes).values_list(
            "sentence_id", flat=True
        )
    )
    names = {
        place for card in presenting.shown_cards().values() for place in [card.name, card.organisation.name]
    }
    missing = [text for key, text in hashes.items() if key not in english and text not in names]
    places = {one.place.name for card in presenting.shown_cards().values() for one in card.places}
    areas = {one.place.area.name for card in presenting.shown_cards().values() for one in card.places}
    assert [text for text in missing if text not in places | areas] == []
