"""Sentences, translations and facts against the real database."""

from datetime import date

import phonenumbers
import polib
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from acasa.foundation.city.queries import city
from acasa.foundation.guard.actor import SYSTEM, Actor
from acasa.foundation.texts import actions, exchange, formatting, queries, rules
from acasa.foundation.texts.formatting import FactValue
from acasa.foundation.texts.models import Fact, Lineage, Sentence, Translation, Use
from acasa.foundation.web.versions import content_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj")]
DATABASE = settings(max_examples=25)
WORD = st.sampled_from(
    [
        "casa",
        "masa",
        "permis",
        "cerere",
        "taxa",
        "strada",
        "medic",
        "copil",
        "școală",
        "bani",
        "lege",
        "oraș",
        "drum",
        "carte",
        "apă",
    ]
)
SENTENCE = st.lists(WORD, min_size=3, max_size=7).map(lambda words: " ".join(words).capitalize() + ".")


def place(document: str, sentences: list[str]) -> None:
    actions.place_document(document, {"body": sentences})


def english(source: str, text: str) -> Translation:
    sentence = Sentence.objects.get(hash=rules.sentence_hash(source))
    return actions.translate(actor=SYSTEM, sentence=sentence, language="en", text=text)


@given(st.lists(SENTENCE, min_size=2, max_size=6, unique=True), SENTENCE, st.data())
@DATABASE
def test_a_changed_sentence_loses_its_translation_and_nothing_else(sentences, fresh, data):
    with transaction.atomic():
        place("test:page", sentences)
        for text in sentences:
            if not Translation.objects.filter(sentence=rules.sentence_hash(text), language="en").exists():
                english(text, f"EN {text}")
        index = data.draw(st.integers(0, len(sentences) - 1))
        changed = list(sentences)
        changed[index] = f"Acum {fresh}"
        place("test:page", changed)
        readings = queries.read(changed, "en")
        assert readings[changed[index]].language == "ro"
        assert all(readings[text].language == "en" for text in changed if text != changed[index])
        transaction.set_rollback(True)


@given(st.lists(SENTENCE, max_size=5, unique=True), st.lists(SENTENCE, max_size=5, unique=True))
@DATABASE
def test_uses_say_exactly_what_stands_in_a_document(before, after):
    with transaction.atomic():
        place("test:page", before)
        place("test:page", after)
        uses = (
            Use.objects.filter(document="test:page")
            .order_by("position")
            .values_list("sentence__text", flat=True)
        )
        assert list(uses) == after
        transaction.set_rollback(True)


def test_a_replaced_sentence_is_remembered():
    place("test:page", ["Depuneți cererea la ghișeu."])
    place("test:page", ["Depuneți cererea online sau la ghișeu."])
    link = Lineage.objects.get(document="test:page")
    assert (link.older.text, link.newer.text) == (
        "Depuneți cererea la ghișeu.",
        "Depuneți cererea online sau la ghișeu.",
    )


def test_a_fact_change_touches_no_translation_and_shows_everywhere():
    fact = Fact.objects.filter(kind="money", unit="RON").first()
    source = f"Plătiți {{{fact.slug}}} astăzi."
    place("test:page", [source])
    english(source, f"Pay {{{fact.slug}}} today.")
    before = list(Translation.objects.order_by("pk").values_list("text", "state", "changed_at"))
    version = content_version()
    actions.change_fact(actor=SYSTEM, fact=fact, amount=12345)
    assert list(Translation.objects.order_by("pk").values_list("text", "state", "changed_at")) == before
    assert content_version() > version
    assert "12,345" in queries.read([source], "en").fact_plain(fact.slug, "en")
    assert "12.345" in queries.read([source], "ro").fact_plain(fact.slug, "ro")


def test_a_fact_in_use_cannot_be_forgotten():
    fact = Fact.objects.filter(uses__isnull=False).first()
    with pytest.raises(ProtectedError):
        fact.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM texts_fact WHERE slug = %s", [fact.slug])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_text_naming_an_unknown_fact_is_refused():
    with pytest.raises(actions.TextInvalid, match="unknown:no-such-fact"):
        place("test:page", ["Costă {no-such-fact}."])


def test_a_translation_that_loses_a_fact_is_refused():
    fact = Fact.objects.first()
    place("test:page", [f"Costă {{{fact.slug}}}."])
    with pytest.raises(actions.TextInvalid, match="missing"):
        english(f"Costă {{{fact.slug}}}.", "It costs something.")


def test_other_words_take_the_check_away_and_the_same_words_keep_it():
    place("test:page", ["O propoziție verificată."])
    draft = english("O propoziție verificată.", "A checked sentence.")
    checked = actions.check_translation(
        actor=SYSTEM, translation=draft, role="mediator", on=date(2026, 11, 21)
    )
    assert checked.state == "checked"
    assert english("O propoziție verificată.", "A checked sentence.").state == "checked"
    again = english("O propoziție verificată.", "Another wording.")
    assert (again.state, again.checked_on, again.checked_role) == ("draft", None, "")


def test_a_check_of_words_that_changed_meanwhile_is_refused():
    place("test:page", ["Încă o propoziție."])
    seen = english("Încă o propoziție.", "One more sentence.")
    english("Încă o propoziție.", "Yet another sentence.")
    with pytest.raises(actions.TextInvalid, match="changed-meanwhile"):
        actions.check_translation(actor=SYSTEM, translation=seen, role="mediator", on=date(2026, 11, 21))


def test_the_database_refuses_a_check_without_a_name_or_day():
    place("test:page", ["A treia propoziție."])
    translation = english("A treia propoziție.", "A third sentence.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.filter(pk=translation.pk).update(state="checked")


def test_fallback_goes_by_sentence_from_the_readers_language_to_english_to_the_source():
    place("test:page", ["Unu este tradus.", "Doi este tradus în engleză.", "Trei nu este tradus."])
    english("Unu este tradus.", "One.")
    english("Doi este tradus în engleză.", "Two.")
    one = Sentence.objects.get(text="Unu este tradus.")
    arabic = rules.Unit(one.text, "واحد.", "draft")
    actions.write_translations(actor=SYSTEM, language="ar", units=[arabic])
    readings = queries.read(["Unu este tradus.", "Doi este tradus în engleză.", "Trei nu este tradus."], "ar")
    assert [readings[text].language for text in readings.by_text] == ["ar", "en", "ro"]
    assert (readings.share().translated, readings.share().total) == (1, 3)


def test_a_page_is_read_in_two_queries(django_assert_num_queries):
    sentences = list(Sentence.objects.values_list("text", flat=True)[:200])
    city()  # remembered by every process that serves
    with django_assert_num_queries(2):
        queries.read(sentences, "ar")


def test_export_and_import_are_the_identity(tmp_path):
    some = list(Sentence.objects.filter(uses__isnull=False).distinct()[:40])
    for number, sentence in enumerate(some):
        keep = "".join(f" {{{name}}}" for name in rules.placeholders(sentence.text).elements())
        keep += "".join(f" [x]({target})" for target in rules.link_targets(sentence.text).elements())
        unit = rules.Unit(
            sentence.text, f"Phrase numéro {number}{keep}", ("machine", "draft", "checked")[number % 3],
            date(2026, 11, 1), "médiatrice",
        )  # fmt: skip
        actions.write_translations(actor=SYSTEM, language="fr", units=[unit])
    fields = ("sentence_id", "text", "state", "checked_on", "checked_role")
    before = list(Translation.objects.filter(language="fr").order_by("sentence_id").values_list(*fields))
    exchange.export_po("fr").save(str(tmp_path / "fr.po"))
    po = polib.pofile((tmp_path / "fr.po").read_text(encoding="utf-8"))
    report = exchange.import_po(po, "fr", actor=SYSTEM)
    assert (report.written, report.refused) == (0, [])
    Translation.objects.filter(language="fr").delete()
    assert exchange.import_po(po, "fr", actor=SYSTEM).written == len(some)
    assert (
        list(Translation.objects.filter(language="fr").order_by("sentence_id").values_list(*fields)) == before
    )


def test_an_import_by_someone_who_may_not_check_comes_in_as_a_draft():
    place("test:page", ["Cine verifică?"])
    unit = rules.Unit("Cine verifică?", "Qui vérifie ?", "checked", date(2026, 11, 1), "mediator")
    translator = Actor("person", "1", frozenset({("translate", "fr")}))
    actions.write_translations(actor=translator, language="fr", units=[unit])
    assert Translation.objects.get(language="fr", sentence__text="Cine verifică?").state == "draft"


def test_who_translates_into_one_language_translates_into_no_other():
    place("test:page", ["Cine verifică?"])
    translator = Actor("person", "1", frozenset({("translate", "fr")}))
    with pytest.raises(PermissionDenied):
        actions.write_translations(actor=translator, language="ar", units=[])


def test_a_faulty_entry_is_refused_and_the_others_are_kept():
    place("test:page", ["Prima.", "A doua."])
    units = [
        rules.Unit("Prima.", "First {x}.", "draft"),
        rules.Unit("A doua.", "Second.", "draft"),
        rules.Unit("Nu există.", "None.", "draft"),
    ]
    report = actions.write_translations(actor=SYSTEM, language="fr", units=units)
    assert (report.written, [reason for _text, reason in report.refused]) == (
        1,
        ["unknown:x", "unknown-sentence"],
    )


@pytest.mark.parametrize("language", ["ro", "en", "fr", "ar", "uk", "ne", "ur", "ps", "bn"])
def test_facts_are_written_in_every_language(language):
    from decimal import Decimal

    for fact in (
        FactValue("money", Decimal(259), unit="RON"),
        FactValue("money", Decimal(10), Decimal(20), "EUR"),
        FactValue("duration", Decimal(30), unit="days"),
        FactValue("duration", Decimal(15), unit="working-days"),
        FactValue("percent", Decimal("12.5")),
        FactValue("date", day=date(2027, 3, 4)),
    ):
        text = formatting.plain(fact, language, country="RO")
        assert text
        assert "duration-" not in text
        assert "%(" not in text


def test_facts_in_romanian_and_english():
    from decimal import Decimal

    def shown(fact, language):
        return formatting.plain(fact, language, country="RO").replace("\xa0", " ")

    assert shown(FactValue("money", Decimal(259), unit="RON"), "ro") == "259 de lei"
    assert shown(FactValue("money", Decimal(1), unit="RON"), "ro") == "1 leu"
    assert shown(FactValue("money", Decimal(259), unit="RON"), "en") == "259 lei"
    assert shown(FactValue("duration", Decimal(30), unit="days"), "ro") == "30 de zile"
    assert shown(FactValue("duration", Decimal("30.0000"), unit="days"), "ro") == "30 de zile"
    assert shown(FactValue("duration", Decimal(15), unit="working-days"), "ro") == "15 zile lucrătoare"
    assert shown(FactValue("money", Decimal(120), unit="EUR"), "en") == "€120"
    assert shown(FactValue("money", Decimal("120.5"), unit="EUR"), "ro") == "120,50 EUR"
    assert shown(FactValue("date", day=date(2027, 3, 4)), "en") == "4 March 2027"
    assert shown(FactValue("phone", text="0264555656"), "en") == "0264 555 656"
    assert shown(FactValue("phone", text="112"), "en") == "112"


def test_a_phone_keeps_its_direction_and_can_be_called():
    html = formatting.html(FactValue("phone", text="0264 555 656"), "ar", country="RO")
    assert html == '<a class="phone" href="tel:+40264555656"><bdi dir="ltr">0264 555 656</bdi></a>'
    assert 'href="tel:112"' in formatting.html(FactValue("phone", text="112"), "ar", country="RO")


@pytest.mark.parametrize(
    ("currency", "language", "words"),
    [("RON", "ro", {"RON", "leu", "lei", "de lei"}), ("EUR", "ro", {"EUR"}), ("PLN", "pl", {"PLN", "zł"})],
)
def test_the_words_after_an_amount_are_those_that_we_write(currency, language, words):
    assert formatting.currency_words(currency, language) == words


def test_names_stand_in_a_row_with_the_languages_own_commas():
    assert formatting.listed(["A", "B"], "en") == "A, B"
    assert formatting.listed(["A", "B"], "ur") == "A، B"
    assert formatting.listed(["A"], "ar") == "A"


@pytest.mark.parametrize("country", ["RO", "PL", "MD"])
def test_an_example_of_a_phone_number_is_one_of_the_country(country):
    example = formatting.example_phone(country)
    assert phonenumbers.is_possible_number(phonenumbers.parse(example))
    assert phonenumbers.region_code_for_number(phonenumbers.parse(example)) == country
