"""What an author of a path is told: each mistake of a pack by file and line, each of the form by field."""

from __future__ import annotations

import shutil

import pytest

from acasa.foundation.packs.files import PackInvalid
from acasa.foundation.packs.loading import read_pack
from acasa.information.pathway import condition_text
from acasa.information.pathway.building import all_faults
from acasa.information.pathway.conditions import RuleInvalid

QUESTIONS = [
    {"id": "purpose", "kind": "choice", "options": [{"id": "work"}, {"id": "study"}]},
    {"id": "trouble", "kind": "choices", "options": [{"id": "lost"}, {"id": "ended"}]},
    {"id": "lost_on", "kind": "date", "when": [{"trouble": ["lost"]}]},
    {"id": "arrived", "kind": "date"},
]


def step(name: str = "a", **fields):
    return {"id": name, "phase": "first-weeks", **fields}


def faults(*steps, questions=QUESTIONS):
    return [(one.key, one.field, one.message) for one in all_faults(questions, steps, {})]


def test_a_sound_path_has_no_faults():
    assert (
        faults(step(when=[{"purpose": ["work"], "arrived": ["past"]}], unless=[{"trouble": ["lost"]}])) == []
    )


def test_what_excludes_itself_is_found():
    found = faults(
        step("never", when=[{"purpose": ["work"]}], unless=[{"purpose": ["work", "study"]}]),
        step("fine", when=[{"purpose": ["work", "study"]}], unless=[{"purpose": ["study"]}]),
        step("also-never", when=[{"lost_on": ["known"]}], unless=[{"trouble": ["lost"]}]),
        step("same-range", when=[{"arrived": ["past"]}], unless=[{"arrived": ["past"]}]),
    )
    assert sorted(key for key, _field, _message in found) == ["also-never", "never", "same-range"]
    assert all("never applies" in message for _key, _field, message in found)


def test_a_question_asked_only_after_itself_or_never_is_found():
    circle = [
        {"id": "one", "kind": "choice", "options": [{"id": "x"}], "when": [{"two": ["x"]}]},
        {"id": "two", "kind": "choice", "options": [{"id": "x"}], "when": [{"one": ["x"]}]},
    ]
    assert "only after its own answer" in faults(questions=circle)[0][2]
    never = [
        *QUESTIONS,
        {"id": "job", "kind": "choice", "options": [{"id": "yes"}], "when": [{"purpose": ["work"]}]},
        {"id": "odd", "kind": "date", "when": [{"purpose": ["study"], "job": ["yes"]}]},
    ]
    assert faults(questions=never) == [
        ("odd", "when", "nobody can be asked this: its conditions exclude one another")
    ]


def test_a_question_that_hangs_on_a_day_is_found():
    late = [*QUESTIONS, {"id": "late", "kind": "date", "when": [{"purpose": ["work"], "arrived": ["past"]}]}]
    assert faults(questions=late) == [
        ("late", "when", "“arrived” is a day, and a question can hang on chosen answers only")
    ]


@pytest.mark.parametrize(
    ("when", "unless", "never"),
    [
        ("over 5 years ago", "over 3 years ago", True),
        ("over 3 years ago", "over 5 years ago", False),
        ("over 3 years ago", "past", True),
        ("under 90 days ago", "under 4 months ago", True),
        ("under 90 days ago", "under 3 months ago", False),  # 89 days at times
        ("over 366 days ago", "over 1 year ago", True),
        ("over 365 days ago", "over 1 year ago", False),
        ("in over 2 weeks", "future", True),
        ("in under 2 weeks", "future", False),  # today
        ("in over 2 weeks", "in over 14 days", True),
        ("past", "known", True),
        ("known", "past", False),
    ],
)
def test_a_step_whose_days_are_all_excluded_is_found(when, unless, never):
    found = faults(step(when=[{"arrived": [when]}], unless=[{"arrived": [unless]}]))
    assert bool(found) == never
    either = faults(step(when=[{"arrived": [when, "in over 400 years"]}], unless=[{"arrived": [unless]}]))
    assert bool(either) == (never and unless in ("future", "known", "in over 14 days"))


def test_steps_that_wait_for_each_other_or_for_a_later_phase_are_found():
    assert "wait for one another" in faults(step("a", after=["b"]), step("b", after=["a"]))[0][2]
    assert "no step" in faults(step("a", after=["nowhere"]))[0][2]
    late = faults(step("a", after=["b"]), step("b", phase="later"))
    assert late == [("a", "after", "“b” comes in a later phase")]


def test_a_safety_step_that_could_be_hidden_is_found():
    assert faults(step(safety=True, when=[{"lost_on": ["known"]}]))[0][2].startswith(
        "a safety step may not need"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("path/steps/work-study.yaml", "page: stay/renew-residence-permit", "page: stay/nowhere", "no page"),
        ("path/steps/work-study.yaml", "letter: permit-appointment-request", "letter: none", "no letter"),
        ("path/steps/work-study.yaml", "purpose: study", "purpose: studying", "no option “studying”"),
        (
            "path/steps/work-study.yaml",
            "{renewal-term} before {permit_end}",
            "soon",
            "expected “30 days before",
        ),
        ("path/questions.yaml", "kind: choices", "kind: several", "expected one of"),
        ("path/personas.yaml", "purpose: research", "purpose: play", "no option “play”"),
        ("path/personas.yaml", "arrived: -30", "arrived: soon", "days from today"),
    ],
)
def test_a_mistake_in_the_pack_names_file_and_line(cluj_folder, tmp_path, file, old, new, expected):
    pack = tmp_path / "cluj"
    shutil.copytree(cluj_folder, pack)
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackInvalid) as raised:
        read_pack(pack)
    (fault,) = {(fault.file, fault.line > 0) for fault in raised.value.faults if expected in fault.expected}
    assert fault == (file, True)


def test_conditions_are_written_in_lines_and_read_back():
    condition = [{"purpose": ["work", "study"], "arrived": ["under 90 days ago"]}, {"trouble": ["lost"]}]
    text = condition_text.written(condition)
    assert text == "purpose: work, study; arrived: under 90 days ago\ntrouble: lost"
    assert condition_text.read(text) == condition
    assert condition_text.read(" \n") == []
    for wrong in ("work", "purpose:", "purpose: work; purpose: study"):
        with pytest.raises(RuleInvalid, match="line 1"):
            condition_text.read(wrong)


def test_the_pack_is_described(cluj_folder):
    text = (cluj_folder.parents[1] / "docs" / "reference" / "path.md").read_text(encoding="utf-8")
    for field in ("when", "unless", "after", "due", "doubt", "repeat", "safety", "private", "unsure"):
        assert f"`{field}`" in text
