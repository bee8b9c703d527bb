"""How easy a text is to read, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.texts.readability import assess

EASY = ["Mergeți la IGI.", "Luați pașaportul.", "Cereți un bon."]
HARD = [
    "În vederea soluționării cererii, documentația va fi depusă în cadrul instituției în conformitate cu prevederile "
    "reglementărilor privind eliberarea autorizațiilor, efectuarea plăților și prelungirea valabilității documentelor.",
]


def kinds(texts, language="ro", **options):
    return {warning.what for warning in assess(texts, language, **options).warnings}


def test_short_plain_sentences_lose_nothing_and_officialese_nearly_everything():
    assert assess(EASY, "ro").score == 100
    assert assess(HARD, "ro").score < 30
    assert kinds(HARD) >= {"long-sentence", "official", "abstract"}


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Permisul este eliberat de IGI.", "ro", "passive"),
        ("Cererea va fi depusă la ghișeu.", "ro", "passive"),
        ("Cererile se depun la ghișeu.", "ro", "passive"),
        ("The permit is issued by the office.", "en", "passive"),
        ("În vederea angajării, mergeți la ITM.", "ro", "official"),
        ("Prior to the visit, call.", "en", "official"),
        ("Urmează verificarea, aprobarea și comunicarea.", "ro", "abstract"),
    ],
)
def test_each_reason_is_found(text, language, kind):
    assert kind in kinds([text], language)


@pytest.mark.parametrize(
    "text",
    ["Cererea este gratuită.", "Sunt refugiat.", "Este mare.", "Cereți o programare.", "Apoi așteptați."],
)
def test_plain_words_that_look_like_hard_ones_are_let_be(text):
    assert kinds([text]) == set()


def test_a_warning_names_the_words_and_a_way_out():
    [warning] = assess(["Achitați taxa."], "ro").warnings
    assert (warning.words, warning.instead) == ("achitați", "plătiți")


def test_another_wording_than_ours_is_noticed():
    found = assess(
        ["Cereți permisul de rezidență."], "ro", other_words={"permisul de rezidență": "permis de ședere"}
    )
    assert [(w.what, w.instead) for w in found.warnings] == [("other-word", "permis de ședere")]


def test_facts_links_and_official_words_count_for_nothing():
    with_markup = assess(["Plătiți {permit-card-fee} la [biroul](service:x) *Inspectoratul General*."], "ro")
    assert with_markup.words == 3
    assert assess(["{permit-card-fee}"], "ro") is None


def test_other_languages_are_not_judged():
    assert assess(["اذهبوا إلى المكتب."], "ar") is None


@given(st.lists(st.text(max_size=80), max_size=6), st.sampled_from(["ro", "en"]))
def test_the_score_is_always_between_nothing_and_a_hundred_and_adds_up(texts, language):
    found = assess(texts, language)
    if found is None:
        return
    assert 0 <= found.score <= 100
    assert found.score == max(0, 100 - sum(points for _reason, points in found.lost))


@given(st.lists(st.sampled_from(EASY), min_size=1, max_size=8))
def test_more_official_text_never_makes_a_text_easier(texts):
    assert assess(texts + HARD, "ro").score <= assess(texts, "ro").score
