"""The path's editors: a step is changed, tried before it is saved, refused where it would break the path."""

from __future__ import annotations

import re

import pytest

from acasa.foundation.staff.changed import state_of
from acasa.foundation.texts.documents import documents
from acasa.foundation.texts.models import Fact
from acasa.foundation.web.versions import content_version
from acasa.information.letters.models import Letter
from acasa.information.pathway import actions
from acasa.information.pathway.condition_text import written
from acasa.information.pathway.kinds import PERSONA, QUESTION, STEP
from acasa.information.pathway.models import Persona, Step, StepCount, StepTerm
from tests.tools.signed_in import client_of

from .form_fields import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]


@pytest.fixture
def editor():
    return client_of("editor")


def sent(slug: str, **changed) -> dict[str, str]:
    """The form of a step as a browser sends it."""
    step = STEP.entry(Step.objects.get(slug=slug))
    form = {
        name: str(value)
        for name, value in step.items()
        if isinstance(value, str | int) and value is not False
    }
    form |= {name: "\n".join(step[name]) for name in ("after", "due", "documents", "verify")}
    form |= {name: written(step[name]) for name in ("when", "unless")}
    return {**form, "slug": slug, "seen": state_of(Step.objects.get(slug=slug)), **changed}


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
        ({"page": "stay/nowhere"}, "nothing with the name"),
        ({"documents": "Plătiți {no-such-fee}"}, "no-such-fee"),
        ({"unless": "purpose: study", "when": "purpose: study"}, "never applies"),
        ({"organisation": "igi-cluj", "service": "igi-cluj-permits"}, "not both"),
    ],
)
def test_what_would_break_the_path_is_refused_and_said(editor, changed, said):
    before = STEP.entry(Step.objects.get(slug="permit-study"))
    answer = edit(editor, "permit-study", **changed)
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors).replace("&quot;", '"'), answer.context["form"].errors
    assert STEP.entry(Step.objects.get(slug="permit-study")) == before


def test_an_editor_tries_a_step_on_the_example_people_before_saving(editor):
    answer = editor.post("/cms/path/try/", sent("permit-study", when="purpose: research"))
    assert answer.status_code == 200
    assert "Brazilia" in answer.content.decode()
    assert "Nepal" not in answer.content.decode()
    assert Step.objects.get(slug="permit-study").when != [{"purpose": ["research"]}]
    wrong = editor.post("/cms/path/try/", sent("permit-study", due="soon")).content.decode()
    assert "expected “30 days before" in wrong


@pytest.mark.parametrize("kind", [QUESTION, STEP, PERSONA], ids=lambda kind: kind.name)
def test_what_is_saved_unchanged_stays_as_it_is(editor, kind):
    for row in kind.model.objects.all()[::25]:
        address = f"/cms/snippets/pathway/{kind.name}/edit/{row.slug}/"
        before = kind.entry(row)
        answer = editor.post(address, form_of(editor, address))
        assert answer.status_code == 302, (row.slug, answer.context["form"].errors)
        assert kind.entry(kind.model.objects.get(pk=row.pk)) == before


@pytest.mark.parametrize(
    ("address", "changed", "said"),
    [
        ("question/edit/purpose", {"options": "work"}, "Line 1"),
        ("question/edit/purpose", {"options": "work: Muncă"}, "no option"),
        ("question/edit/purpose", {"options": ""}, "expected for a choice"),
        ("question/edit/place_now", {"options": "here: Aici\nthere: Acolo"}, "“abroad” among them"),
        ("question/edit/visa_end", {"when": "purpose: play"}, "no option “play”"),
        ("question/edit/arrived", {"kind": "choice", "options": "a: A"}, "expected date"),
        ("persona/edit/student-nepal", {"facts": "purpose: play"}, "no option “play”"),
        ("persona/edit/student-nepal", {"facts": "arrived: soon"}, "days from today"),
        ("persona/edit/student-nepal", {"facts": "purpose: work\npurpose: study"}, "stands twice"),
    ],
)
def test_what_would_break_a_question_or_a_person_is_refused(editor, address, changed, said):
    address = f"/cms/snippets/pathway/{address}/"
    answer = editor.post(address, form_of(editor, address) | changed)
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors), answer.context["form"].errors


def test_a_new_question_is_asked_and_a_new_person_walks(editor):
    question = {"slug": "pet", "ask": "Aveți un câine?", "why": "Ca să știm.", "kind": "choice",
                "options": "yes: Da\nno: Nu | private", "when": "", "expires": "", "position": "200"}  # fmt: skip
    answer = editor.post("/cms/snippets/pathway/question/add/", question)
    assert answer.status_code == 302, answer.context["form"].errors
    person = {
        "slug": "owner",
        "title": "Ana, cu un câine",
        "facts": "pet: yes\narrived: -3",
        "position": "90",
    }
    answer = editor.post("/cms/snippets/pathway/persona/add/", person)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Persona.objects.get(slug="owner").facts == {"pet": "yes", "arrived": -3}
    page = editor.get("/ro/path/").content.decode()
    assert "Aveți un câine?" in page
    assert "Ana, cu un câine" in page


@pytest.mark.parametrize(
    ("kind", "find", "needed_by"),
    [
        (STEP, lambda: next(name for step in Step.objects.all() for name in step.after), ""),
        (QUESTION, lambda: "arrived", "the program itself"),
        (QUESTION, lambda: "visa_end", "student-nepal"),
    ],
)
def test_what_others_need_is_not_deleted_and_they_are_named(editor, kind, find, needed_by):
    slug = find()
    answer = editor.post(f"/cms/snippets/pathway/{kind.name}/delete/{slug}/", follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert len(said) == 1
    assert "stays, because others need it" in said[0]
    assert needed_by in said[0]
    assert kind.model.objects.filter(slug=slug).exists()


LETTERS = "/cms/snippets/letters/letter/"


def test_a_letter_that_a_step_names_is_not_deleted_and_the_step_is_named(editor):
    step = Step.objects.exclude(letter="").first()
    answer = editor.post(f"{LETTERS}delete/{step.letter}/", follow=True)
    (said,) = [str(one) for one in answer.context["messages"]]
    assert "stays, because others need it" in said
    assert step.slug in said
    assert Letter.objects.filter(slug=step.letter).exists()


def test_a_letter_that_nobody_names_is_deleted_and_is_no_document_any_more(editor):
    slug = "family-doctor-registration"
    Step.objects.filter(letter=slug).update(letter="")
    assert documents([f"letter:{slug}"])
    version = content_version()
    editor.post(f"{LETTERS}delete/{slug}/")
    assert not Letter.objects.filter(slug=slug).exists()
    assert not documents([f"letter:{slug}"])
    assert content_version() > version


def test_a_step_offers_every_letter(editor):
    step = Step.objects.exclude(letter="").first()
    page = editor.get(f"/cms/snippets/pathway/step/edit/{step.slug}/").content.decode()
    for one in Letter.objects.all():
        assert f'<option value="{one.slug}"' in page


def test_what_nobody_needs_is_deleted(editor):
    version = content_version()
    editor.post("/cms/snippets/pathway/persona/delete/student-nepal/")
    assert not Persona.objects.filter(slug="student-nepal").exists()
    assert content_version() > version


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


def test_where_people_stop_is_drawn_without_small_numbers(editor):
    for times, question in ((20, "purpose"), (12, "place_now"), (3, "arrived")):
        for _time in range(times):
            actions.count({"answered": [question]})
    page = editor.get("/cms/path/").content.decode()
    drawn = re.findall(r'<code>(\w+)</code></td><td>(\d+) <meter max="20" value="(\d+)"', page)
    assert [one for one in drawn if one[1] != "0"] == [("purpose", "20", "20"), ("place_now", "12", "12")]
    assert re.search(r"<code>arrived</code></td><td>&lt; 10</td>", page)


def test_what_is_to_be_verified_waits_for_the_editor_until_it_is_done(editor):
    from acasa.foundation.guard.findings import run_checks

    step = Step.objects.exclude(verify=[]).first()
    page = editor.get(f"/cms/today/?kind=path-verify&q={step.verify[0].split()[0]}").content.decode()
    assert step.title in page
    assert any(step.verify[0] in finding.message for finding in run_checks())
    Step.objects.filter(pk=step.pk).update(verify=[], unsure=True)
    assert (
        "nobody wrote what is to be checked"
        in editor.get("/cms/today/?kind=path-verify&q=nobody").content.decode()
    )
