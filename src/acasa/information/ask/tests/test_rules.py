"""Folding, words, stems and ranking, without a database."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from acasa.information.ask import rules
from acasa.information.ask.rules.stop_words import STOP_WORDS
from acasa.information.ask.rules.words import stems

LANGUAGES = ["ro", "en", "fr", "ar", "uk", "ne", "ur", "ps", "bn"]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
INDIC = st.text(st.sampled_from("कखगजडणतदनपबमरलवसहािीुूेैोौंःँ्কখগজডতদনপবমরলসহািীুূেৈোৌংঃঁ্"), min_size=1, max_size=20)


@given(ANY_TEXT)
def test_normalising_again_changes_nothing(text):
    once = rules.normalise(text)
    assert rules.normalise(once) == once


@given(ANY_TEXT, st.sampled_from([*LANGUAGES, "xx"]))
def test_no_text_breaks_the_cutting_into_words(text, language):
    for token in rules.tokens(text, language):
        assert regex.fullmatch(r"[\p{L}\p{M}\p{N}]{1,50}", token.word)
        assert all(stem.endswith("-") and len(stem) <= 51 for stem in token.stems)
    rules.outline(text, language)
    rules.asked_words(text, LANGUAGES)


@given(INDIC)
def test_indic_vowel_signs_are_never_lost(word):
    import unicodedata

    assert rules.normalise(word) == unicodedata.normalize("NFC", word)


@given(st.text(st.sampled_from("abcșşsțţtăâî"), max_size=20))
def test_romanian_letters_meet_with_comma_with_cedilla_and_bare(text):
    bare = text.translate(str.maketrans("șşțţăâî", "ssttaai"))
    assert rules.normalise(text) == bare == rules.normalise(text.upper())


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_of_all_scripts_are_the_same(number):
    for zero in "٠۰०০":
        native = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
        assert rules.normalise(native) == str(number)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إقامة", "اقامه"),
        ("كتاب", "کتاب"),
        ("علي", "على"),
        ("طَبِيبٌ", "طبيب"),
        ("مـــدرسة", "مدرسة"),
        ("د کورنۍ", "د کورنی"),
        ("می‌شود", "میشود"),
        ("п’ять", "п'ять"),
        ("за́мок", "замок"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("ｃａｆé", "cafe"),
    ],
)
def test_two_spellings_of_a_word_meet(one, other):
    assert rules.normalise(one) == rules.normalise(other)


def test_cyrillic_letters_are_not_stripped():
    assert rules.normalise("Її йод") == "її йод"


@pytest.mark.parametrize(
    "forms",
    [
        "adeverință adeverinței adeverintei adeverinţe adeverințele adeverințelor",
        "permis permisul permisului permise permisele permiselor",
        "ședere șederii sedere",
        "școală școli școala școlii scolilor",
        "viză vize vizei viza",
        "copil copii copilului copiilor",
        "pașaport pasapoarte pașaportului",
        "curs cursuri cursului cursurilor",
        "asigurare asigurări asigurării asigurarilor",
        "locuință locuințe locuinței",
        "cetățean cetățeni",
        "autorizație autorizației autorizatii",
    ],
)
def test_the_forms_of_a_romanian_word_share_a_stem(forms):
    assert set.intersection(*(set(stems(form, "ro")) for form in forms.split()))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "permits", "permit"),
        ("fr", "médecins", "medecin"),
        ("ar", "الطبيب", "طبيب"),
        ("ne", "डाक्टरलाई", "डाक्टर"),
        ("bn", "ডাক্তারের", "ডাক্তার"),
        ("ur", "ڈاکٹروں", "ڈاکٹر"),
        ("uk", "лікаря", "лікар"),
        ("uk", "школи", "школу"),
    ],
)
def test_other_languages_lose_their_endings_too(language, one, other):
    assert set(stems(one, language)) & set(stems(other, language))


def test_stop_words_are_known_in_all_nine_languages():
    assert set(STOP_WORDS) == set(LANGUAGES)
    assert all(len(words.split()) >= 30 for words in STOP_WORDS.values())


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Cum îmi găsesc un medic?", "ro"),
        ("How do I find a doctor?", "en"),
        ("Comment est-ce que je trouve un médecin ?", "fr"),
        ("كيف أجد طبيبا في المدينة؟", "ar"),
        ("Де я можу знайти лікаря?", "uk"),
        ("म डाक्टर कहाँ पाउन सक्छु?", "ne"),
        ("مجھے ڈاکٹر کہاں ملے گا؟", "ur"),
        ("زه ډاکټر چېرته موندلی شم؟", "ps"),
        ("আমি কোথায় ডাক্তার পাব?", "bn"),
    ],
)
def test_small_words_tell_the_language_of_a_question(question, language):
    assert rules.question_language(question, ["en", *LANGUAGES]) == language


def asked(*words: str, stop: str = "") -> list[rules.Asked]:
    return [rules.Asked(word, word, {word: 1.0}, word in stop.split()) for word in words]


A, B, D = 0, 1, 3


def test_a_rare_word_outweighs_a_usual_one():
    places = {"rare": [4 + D], "usual": [thing * 4 + D for thing in range(2, 80)]}
    assert rules.rank(asked("usual", "rare"), places, things=100, most=50)[0].thing == 1


def test_a_title_outweighs_a_text():
    places = {"word": [1 * 4 + D, 2 * 4 + A]}
    assert [one.thing for one in rules.rank(asked("word"), places, things=10, most=50)] == [2, 1]


def test_more_of_the_question_outweighs_less():
    places = {"one": [1 * 4 + B, 2 * 4 + B], "two": [2 * 4 + B, 3 * 4 + B], "three": [2 * 4 + B]}
    assert rules.rank(asked("one", "two", "three"), places, things=10, most=50)[0].thing == 2


def test_small_words_find_nothing_beside_words_that_matter():
    places = {"the": [1 * 4 + A, 2 * 4 + A], "permit": [2 * 4 + D]}
    assert [
        one.thing for one in rules.rank(asked("the", "permit", stop="the"), places, things=9, most=50)
    ] == [2]
    assert len(rules.rank(asked("the", stop="the"), places, things=9, most=50)) == 2


def test_usual_words_are_looked_at_only_where_rare_ones_are_too_few():
    documents = {"rare": 2, "usual": 90, "usual2": 95, "usual3": 96, "usual4": 97}
    words = asked(*documents, "unknown", "small", stop="small")
    told = [word.word for word in rules.telling(words, {**documents, "small": 1}, things=100)]
    assert told == ["rare", "small", "usual", "usual2"]


PLACES = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.integers(4, 80), unique_by=lambda place: place >> 2, min_size=1)
)


@given(PLACES, st.lists(st.sampled_from("abcdefg"), unique=True))
def test_ranking_gives_each_thing_once_the_best_first_and_never_fails(places, words):
    ranked = rules.rank(asked(*words), places, things=20, most=50)
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    assert len({one.thing for one in ranked}) == len(ranked)


def candidate(thing: int, kind: str, *names: str, score: float = 1.0) -> rules.Candidate:
    return rules.Candidate(thing, kind, frozenset(names), score)


def test_the_official_word_of_a_plain_question_comes_first():
    found = [candidate(1, "page", "prim permis seder", score=9), candidate(2, "word", "permis seder")]
    assert [one.thing for one in rules.order(found, ["permis seder"], plain=True)] == [2, 1]
    assert rules.order(found, ["permis seder"], plain=False)[0].thing == 1


def test_at_the_same_score_pages_come_before_services_before_organisations():
    assert [rules.kind_order(kind) for kind in ("page", "service", "organisation", "word")] == [0, 1, 2, 3]
    found = [candidate(1, "organisation"), candidate(2, "service"), candidate(3, "page")]
    assert [one.thing for one in rules.order(found, [], plain=False)] == [3, 2, 1]


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_edits_are_symmetric_and_zero_only_for_the_same_word(one, other):
    assert rules.edits(one, other, most=9) == rules.edits(other, one, most=9)
    assert (rules.edits(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("premis", "permis"),
        ("adevernita", "adeverinta"),
        ("डक्टर", "डाक्टर"),
        ("igi", ""),
        ("2026", ""),
        ("xyzzyx", ""),
    ],
)
def test_the_nearest_word_is_one_slip_away_or_two_in_longer_words(word, meant):
    known = [("permis", 5), ("adeverinta", 3), ("डाक्टर", 1), ("igl", 4), ("2027", 9), ("medic", 9)]
    assert rules.nearest(word, known) == meant
