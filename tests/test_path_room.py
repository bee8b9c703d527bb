"""The path's editors: a step is changed, tried before it is saved, refused where it would break the path."""

from __future__ import annotations

import pytest

from acasa.foundation.city.queries import content_version
from acasa.foundation.texts.models import Fact
from acasa.information.pathway import actions, queries
from acasa.information.pathway.models import Step, StepCount, StepTerm

from .test_role_matrix import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.fixture
def editor():
    return client_of("editor")


def sent(slug: str, **changed) -> dict[str, str]:
    """The form of a step as a browser sends it."""
    step = queries.authored_step(Step.objects.get(slug=slug))
    from acasa.information.pathway.condition_text import written

    form = {
        name: str(value)
        for name, value in step.items()
        if isinstance(value, str | int) and value is not False
    }
    form |= {name: "\n".join(step[name]) for name in ("after", "due", "documents", "verify")}
    form |= {name: written(step[name]) for name in ("when", "unless")}
    return {**form, "slug": slug, **changed}


def edit(editor, slug: str, **changed):
    return editor.post(f"/cms/snippets/pathway/step/edit/{slug}/", sent(slug, **changed))


def test_a_changed_step_is_on_the_path_at_once(editor):
    version = content_version()
    answer = edit(editor, "permit-study", title="Mergeți la IGI cu actele de student")
    assert answer.status_code == 302, answer.context["form"].errors
    assert Step.objects.get(slug="permit-study").title == "Mergeți la IGI cu actele de student"
    assert content_version() > version
    html = editor.post(
        "/ro/path/", {"purpose": "study", "place_now": "here", "papers": "long-visa"}
    ).content.decode()
    assert "Mergeți la IGI cu actele de student" in html


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"when": "purpose: play"}, "no option “play”"),
        ({"when": "purpose"}, "line 1"),
        ({"due": "soon"}, "expected “30 days before"),
        ({"after": "nowhere"}, "no step “nowhere”"),
        ({"page": "stay/nowhere"}, "nothing with this name"),
        ({"documents": "Plătiți {no-such-fee}"}, "no-such-fee"),
        ({"unless": "purpose: study", "when": "purpose: study"}, "never applies"),
        ({"organisation": "igi-cluj", "service": "igi-cluj-permits"}, "not both"),
    ],
)
def test_what_would_break_the_path_is_refused_and_said(editor, changed, said):
    before = queries.authored_step(Step.objects.get(slug="permit-study"))
    answer = edit(editor, "permit-study", **changed)
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors).replace("&quot;", '"'), answer.context["form"].errors
    assert queries.authored_step(Step.objects.get(slug="permit-study")) == before


def test_an_editor_tries_a_step_on_the_example_people_before_saving(editor):
    answer = editor.post("/cms/path/try/", sent("permit-study", when="purpose: research"))
    assert answer.status_code == 200
    assert "Brazilia" in answer.content.decode()
    assert "Nepal" not in answer.content.decode()
    assert Step.objects.get(slug="permit-study").when != [{"purpose": ["research"]}]
    wrong = editor.post("/cms/path/try/", sent("permit-study", due="soon")).content.decode()
    assert "expected “30 days before" in wrong


def test_a_step_that_others_wait_for_is_not_deleted():
    waited_for = next(name for step in Step.objects.all() for name in step.after)
    from acasa.foundation.guard.actor import SYSTEM

    with pytest.raises(ValueError, match=r"\w"):
        actions.delete_step(actor=SYSTEM, step=Step.objects.get(slug=waited_for))
    assert Step.objects.filter(slug=waited_for).exists()


def test_a_fact_that_days_are_counted_by_is_shown_with_them_and_not_deleted(editor):
    fact = Fact.objects.get(slug="renewal-term")
    assert StepTerm.objects.filter(fact=fact).exists()
    page = editor.get(f"/cms/facts/{fact.slug}/").content.decode()
    assert "{renewal-term} before {permit_end}" in page
    editor.post(f"/cms/facts/{fact.slug}/delete/")
    assert Fact.objects.filter(pk=fact.pk).exists()


def test_a_changed_term_moves_the_day(editor):
    from datetime import date

    facts = {"purpose": frozenset({"work"}), "place_now": frozenset({"here"}), "papers": frozenset({"permit"}),
             "permit_end": date(2027, 6, 30)}  # fmt: skip

    def day():
        from acasa.information.pathway import presenting

        path, _readings = presenting.present(facts, "ro", today=date(2026, 11, 22))
        return next(one.due.day for one in path.steps if one.step.id == "renew-work")

    assert day() == date(2027, 5, 31)
    Fact.objects.filter(slug="renewal-term").update(amount=45)
    assert day() == date(2027, 5, 16)


def test_small_numbers_are_not_shown(editor):
    actions.count({"shown": ["permit-study"]})
    for _time in range(12):
        actions.count({"opened": ["permit-study"]})
    actions.count({"opened": ["no-such-step"]})
    csv = editor.get("/cms/path/?format=csv").content.decode()
    (line,) = [line for line in csv.splitlines() if line.startswith("permit-study")]
    assert line.split(",")[1:] == ["fewer than 10", "12", "0"]
    assert not StepCount.objects.filter(subject="no-such-step").exists()
    assert "&lt; 10" in editor.get("/cms/path/").content.decode()
