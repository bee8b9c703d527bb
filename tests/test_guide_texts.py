"""The texts of the city's guide themselves: spelling, terms, links, facts, length. Read as the pack holds them."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator

import pytest
import yaml

from acasa.foundation.city.queries import city
from acasa.foundation.packs.loading import parts
from acasa.foundation.texts import markup
from acasa.foundation.texts.kinds import EntryPart
from acasa.foundation.texts.models import Fact, FactUse, Use
from acasa.foundation.texts.queries import read
from acasa.foundation.texts.readability import assess
from acasa.foundation.texts.rules import placeholders
from acasa.information.guide.document import Document
from acasa.information.guide.models import Word
from acasa.information.guide.queries import other_words, publications
from acasa.information.guide.rules import term_pattern
from acasa.information.pathway.models import StepTerm
from tests.tools.databases import PACK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluj", "remembering")]

DICTIONARIES = {"ro": "ro_RO", "en": "en_GB"}
DESIGNED = 58
LONGEST_PAGE, MOST_SENTENCES = 240, 24
"""Words and sentences of running text and headings; the aim is 220 and 20."""


@pytest.fixture
def documents(cluj) -> list[Document]:
    return [publication.edition.content for publication in publications()]


def plain(text: str, *, official: bool = True) -> str:
    """The words of a text as a speller sees them: no facts, no addresses; official words only where asked."""
    out = []
    for piece in markup.parse(text):
        if piece.kind in ("strong", "link"):
            out.append(plain(piece.value, official=official))
        elif piece.kind == "text" or (official and piece.kind == "official"):
            out.append(piece.value)
    return "".join(out)


def texts(documents: list[Document], language: str) -> Iterator[tuple[str, str]]:
    """Every sentence of the guide and of all other kinds of entries, with where it stands, as readers get it."""
    for document in documents:
        readings = read(document.sentences(), language)
        for text in document.sentences():
            yield document.address, readings[text].text
    for kind in kinds():
        uses = Use.objects.filter(document__startswith=f"{kind}:").select_related("sentence")
        places = {use.sentence.text: use.document for use in uses}
        readings = read(places, language)
        for text, where in places.items():
            yield where, re.sub(r"\[[a-z_]+\](?!\()", " ", readings[text].text)  # what people fill in


def kinds() -> list[str]:
    """Every kind of entry of which a pack keeps sentences; a new room's is among them by itself."""
    return [part.what.name for part in parts() if isinstance(part, EntryPart)]


def test_the_whole_guide_is_there_in_both_languages(documents):
    assert len(documents) == DESIGNED
    readings = read([text for document in documents for text in document.sentences()], "en")
    assert readings.share().missing == 0
    assert Word.objects.count() >= 120
    assert {"word", "plain", "step", "letter"} <= set(kinds())
    for kind in kinds():
        uses = Use.objects.filter(document__startswith=f"{kind}:").select_related("sentence")
        assert read([use.sentence.text for use in uses], "en").share().missing == 0, kind


@pytest.mark.parametrize("language", list(DICTIONARIES))
def test_every_word_is_spelled_right(documents, language):
    known = (PACK / "spelling" / f"{language}.txt").read_text(encoding="utf-8").split()
    places: dict[str, str] = {}
    lines = []
    for where, text in texts(documents, language):
        # In another language the official words are Romanian, and its speller has checked them.
        line = plain(text, official=language == "ro").replace("’", "'")
        lines.append(line)
        for word in re.findall(r"[^\W\d_]+", line):
            places.setdefault(word, where)
    spelled = subprocess.run(
        ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"],
        input="\n".join(lines), capture_output=True, text=True, check=True,
    )  # fmt: skip
    unknown = set(spelled.stdout.split()) - set(known)
    assert sorted((word, places.get(word, "")) for word in unknown) == []


def test_the_speller_would_notice():
    spelled = subprocess.run(
        ["hunspell", "-d", "ro_RO", "-i", "utf-8", "-l"],
        input="permisu de sedere", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert spelled.stdout.split()


def test_the_list_of_known_words_holds_nothing_that_no_text_uses(documents):
    for language in DICTIONARIES:
        written = " ".join(plain(text) for _where, text in texts(documents, language))
        known = (PACK / "spelling" / f"{language}.txt").read_text(encoding="utf-8").split()
        assert [word for word in known if word not in written.replace("’", "'")] == []
        assert known == sorted(set(known), key=lambda word: (word.lower(), word))


def test_no_page_is_longer_than_a_tired_reader_bears(documents):
    long = []
    for document in documents:
        body = [text for block in document.blocks for text in block.texts()]
        words = sum(len(re.findall(r"[\w/-]+", plain(text))) for text in body)
        sentences = len(document.running()) - sum(
            len(item) for block in document.blocks if block.kind == "documents" for item in block.items
        )
        if words > LONGEST_PAGE or sentences > MOST_SENTENCES:
            long.append((document.address, words, sentences))
    assert long == []


@pytest.mark.parametrize("language", ["ro", "en"])
def test_every_page_reads_easily(documents, language):
    hard = []
    for document in documents:
        readings = read(document.running(), language)
        ease = assess([readings[text].text for text in document.running()], language)
        if ease.score < 75:
            hard.append((document.address, ease.score, ease.lost))
    assert hard == []


def test_the_same_thing_always_has_the_same_name(documents):
    avoided = other_words()
    assert avoided
    found = []
    for where, text in texts(documents, city().source_language):
        found += [
            (where, wording, term)
            for wording, term in avoided.items()
            if re.search(rf"\b{re.escape(wording)}\b", plain(text), re.IGNORECASE)
        ]
    assert found == []


def test_an_official_thing_goes_by_one_name_in_english(documents):
    """Before ``(*permis de ședere*)`` stands the same noun on all pages."""
    patterns = [(word.slug, term_pattern(word.term, word.abbreviation)) for word in Word.objects.all()]
    names: dict[str, list[set[str]]] = defaultdict(list)
    for _where, text in texts(documents, "en"):
        for match in re.finditer(r"([^()*.:;]+?) \(\*([^*]+)\*\)", text):
            nouns = {word.lower().removesuffix("s") for word in re.findall(r"\w{3,}", match[1])}
            for slug, pattern in patterns:
                if pattern.fullmatch(match[2]):
                    names[slug].append(nouns)
    assert len(names) > 20
    assert {slug: found for slug, found in names.items() if not set.intersection(*found)} == {}


def test_a_page_explains_a_handful_of_words_each_once(documents):
    for document in documents:
        explained = [block.word for block in document.blocks if block.kind == "term"]
        assert len(explained) == len(set(explained)) <= 9, document.address


def test_amounts_and_terms_are_facts_and_not_digits(documents):
    """Digits stand only in the names of laws, articles, forms, levels and in years."""
    allowed = re.compile(
        r"(?:OUG|OG|HG|HCL|Legea|legea|Legii|art\.|articolul|Ordinul|nr\.)\s?(?:nr\. )?\d+(?:/\d+)?|\b[A-C][12]\b|\b\d+ ?%|"
        r"\bD/?[A-Z]{2}\d?\b|[A-Z]+\d+|\d+\.\w|\b20\d\d\b|[Ff]ormularul 030|24pay"
    )
    found = []
    for document in documents:
        for text in document.sentences():
            rest = allowed.sub("", re.sub(r"\([^)]*\)", "", re.sub(r"\{[^}]+\}", "", text)))
            if re.search(r"\d", rest):
                found.append((document.address, text))
    assert found == []


def test_every_fact_says_where_it_comes_from_and_stands_somewhere():
    for fact in Fact.objects.all():
        assert fact.source_title, fact.slug
        assert fact.label, fact.slug
    used = set(FactUse.objects.filter(sentence__uses__isnull=False).values_list("fact_id", flat=True))
    counted = set(StepTerm.objects.values_list("fact_id", flat=True))
    assert sorted(set(Fact.objects.values_list("slug", flat=True)) - used - counted) == []


def test_a_number_that_stands_on_two_pages_is_one_fact():
    values = defaultdict(set)
    for fact in Fact.objects.filter(kind="phone"):
        values["".join(filter(str.isdigit, fact.text))].add(fact.slug)
    assert {value: names for value, names in values.items() if len(names) > 1} == {}


def test_what_is_of_low_confidence_is_marked_wherever_it_stands(documents):
    low = set(Fact.objects.filter(confidence="low").values_list("slug", flat=True))
    assert low
    unmarked = []
    for document in documents:
        for block in document.blocks:
            named = {name for text in block.texts() for name in placeholders(text)}
            if named & low and not getattr(block, "unsure", False):
                unmarked.append((document.address, block.kind, sorted(named & low)))
    assert unmarked == []


def test_every_page_has_sources_questions_an_owner_and_something_to_read_next(documents):
    for document in documents:
        assert document.sources, document.address
        assert 2 <= len(document.questions) <= 3, document.address
        assert document.next, document.address
        assert document.owner, document.address


def test_the_pages_are_those_of_the_design(documents):
    topics = yaml.safe_load((PACK / "topics.yaml").read_text(encoding="utf-8"))
    assert {document.topic for document in documents} == {topic["id"] for topic in topics}
    assert Use.objects.filter(document__startswith="guide:").values("document").distinct().count() == DESIGNED


def test_every_link_on_a_page_of_the_guide_leads_somewhere(client, documents):
    """All addresses of ours that stand on the 58 pages are opened; those outside are whole web addresses."""
    ours: dict[str, str] = {}
    for document in documents:
        html = client.get(f"/en/guide/{document.address}/").content.decode()
        for address in re.findall(r'href="([^"]+)"', html):
            path = address.partition("#")[0]
            if path.startswith("/en/") and not path.endswith(".pdf"):
                ours.setdefault(path, document.address)
            elif "://" in address:
                assert re.fullmatch(r"https?://[\w.-]+(?::\d+)?(?:[/?].*)?", address), (
                    document.address,
                    address,
                )
    assert len(ours) > 150
    broken = [(path, where) for path, where in ours.items() if client.get(path).status_code != 200]
    assert broken == []


def test_every_anchor_on_a_page_is_there(client, documents):
    for document in documents:
        html = client.get(f"/en/guide/{document.address}/").content.decode()
        anchors = set(re.findall(r'href="#([\w-]+)"', html)) - {"-"}
        ids = set(re.findall(r'id="([\w-]+)"', html))
        assert anchors <= ids, document.address
