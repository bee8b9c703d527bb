"""Sentences: cutting, recognising, comparing."""

import string

from hypothesis import given
from hypothesis import strategies as st

from acasa.foundation.texts import markup, rules

WORDS = st.text(alphabet=string.ascii_letters + "ăâîșțĂÂÎȘȚ", min_size=1, max_size=9)
SENTENCE = st.builds(
    lambda words, end: " ".join(words).capitalize() + end,
    st.lists(WORDS, min_size=2, max_size=9),
    st.sampled_from(".!?"),
)
SLUG = st.from_regex(r"[a-z]{2,6}(-[a-z]{2,6}){0,2}", fullmatch=True)


@given(st.text(max_size=300))
def test_splitting_loses_no_character(text):
    assert " ".join(rules.split_sentences(text, "ro")) == rules.normalise(text)


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text):
    assert rules.normalise(rules.normalise(text)) == rules.normalise(text)


def test_romanian_abbreviations_do_not_end_a_sentence():
    text = "Conform art. 5 alin. (2) lit. b) mergeți la str. Moților nr. 3. Sunați la 112! Aveți act?"
    assert rules.split_sentences(text, "ro") == [
        "Conform art. 5 alin. (2) lit. b) mergeți la str. Moților nr. 3.",
        "Sunați la 112!",
        "Aveți act?",
    ]


def test_cedilla_and_comma_below_are_the_same_sentence():
    assert rules.sentence_hash("Şcoală şi ţară") == rules.sentence_hash("Școală și țară")


@given(SENTENCE, SENTENCE)
def test_different_sentences_have_different_addresses(one, other):
    assert (rules.sentence_hash(one) == rules.sentence_hash(other)) == (
        rules.normalise(one) == rules.normalise(other)
    )


def test_the_context_is_part_of_the_address():
    assert rules.sentence_hash("Acasă", "nav") != rules.sentence_hash("Acasă")


@given(SENTENCE, st.lists(SLUG, max_size=3))
def test_a_translation_must_keep_every_fact(source, facts):
    with_facts = " ".join([source, *(f"{{{fact}}}" for fact in facts)])
    assert rules.translation_faults(with_facts, with_facts[::1]) == []
    faults = rules.translation_faults(with_facts, "Altceva")
    assert sorted(faults) == sorted({f"missing:{fact}" for fact in facts})


@given(SENTENCE, SLUG)
def test_a_translation_must_not_make_up_a_fact(source, fact):
    assert f"unknown:{fact}" in rules.translation_faults(source, f"{source} {{{fact}}}")


def test_a_translation_must_keep_links():
    source = "Vedeți [ghidul](page:health/family-doctor)."
    assert rules.translation_faults(source, "See [the guide](page:health/family-doctor).") == []
    assert rules.translation_faults(source, "See the guide.") == ["missing-link:page:health/family-doctor"]


def test_a_stray_brace_is_a_fault():
    assert "stray-brace" in rules.translation_faults("Costă {fee}.", "Costs {fee}. {")


@given(st.lists(SENTENCE, max_size=6, unique=True), st.lists(SENTENCE, max_size=6, unique=True))
def test_successors_pair_only_changed_sentences_and_each_once(before, after):
    pairs = rules.successors(before, after)
    assert set(pairs) <= set(after)
    assert set(pairs.values()) <= set(before)
    assert len(set(pairs.values())) == len(pairs)
    assert all(new != old for new, old in pairs.items())


def test_a_changed_sentence_follows_the_one_it_replaced():
    before = ["Depuneți cererea.", "Plătiți taxa la bancă.", "Așteptați."]
    after = ["Depuneți cererea.", "Plătiți taxa online sau la bancă.", "Așteptați."]
    assert rules.successors(before, after) == {after[1]: before[1]}


@given(SENTENCE, SENTENCE)
def test_a_word_difference_holds_both_sentences(before, after):
    pieces = rules.word_difference(before, after)
    assert " ".join(words for kind, words in pieces if kind != "new").split() == before.split()
    assert " ".join(words for kind, words in pieces if kind != "gone").split() == after.split()


@given(st.text(max_size=200))
def test_any_text_becomes_safe_html(text):
    html = markup.to_html(
        text, fact=lambda slug: f"[{slug}]", address=lambda target: "", official_language="ro"
    )
    for tag in ("<script", "<img", "onerror=<", '<a href="javascript'):
        assert tag not in html.lower() or tag not in text.lower()
    assert html.count("<") == html.count(">")


def test_markup_in_html():
    html = markup.to_html(
        "Cereți *permis de ședere* **acum** la [birou](service:x) <b>",
        fact=str, address=lambda target: "/ro/places/x/", official_language="ro",
    )  # fmt: skip
    assert html == (
        'Cereți <i lang="ro" dir="ltr">permis de ședere</i> <strong>acum</strong> la '
        '<a href="/ro/places/x/">birou</a> &lt;b&gt;'
    )
