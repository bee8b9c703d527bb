"""Official words: found as they stand on a letter, explained in the text where they are met."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acasa.information.guide import queries
from acasa.information.guide.models import Word
from acasa.information.guide.rules import term_pattern


@pytest.mark.parametrize(
    ("term", "abbreviation", "text"),
    [
        ("permis de ședere", "", "Permisul de ședere se cere la IGI."),
        ("permis de ședere", "", "Luați permisului de ședere o copie."),
        ("adeverință", "", "Cereți adeverința medicului."),
        ("contract individual de muncă", "", "Semnați contractul individual de muncă."),
        ("Inspectoratul General pentru Imigrări", "IGI", "Mergeți la IGI."),
        ("cod numeric personal", "CNP", "CNP-ul stă pe card."),
    ],
)
def test_a_term_is_found_in_its_forms(term, abbreviation, text):
    assert term_pattern(term, abbreviation).search(text)


@pytest.mark.parametrize(
    ("term", "abbreviation", "text"),
    [
        ("act", "", "Vorbiți cu actorul."),
        ("Inspectoratul General pentru Imigrări", "IGI", "digital, rigid"),
        ("aviz", "", "Fiți bravi."),
    ],
)
def test_other_words_are_not_taken_for_it(term, abbreviation, text):
    assert not term_pattern(term, abbreviation).search(text)


@given(st.text(min_size=1, max_size=40).filter(str.strip), st.text(max_size=10))
def test_any_term_makes_a_pattern(term, abbreviation):
    term_pattern(term, abbreviation).search(f"x {term} y")


@pytest.mark.django_db
@pytest.mark.usefixtures("cluj")
class TestPages:
    def test_every_word_has_its_page_and_stands_in_the_list(self, client):
        listed = client.get("/en/words/").content.decode()
        for word in Word.objects.all():
            assert f'href="/en/words/{word.slug}/"' in listed
        for word in Word.objects.all()[:10]:
            assert client.get(f"/ar/words/{word.slug}/").status_code == 200

    @pytest.mark.parametrize(
        ("asked", "slug"),
        [
            ("permisului de sedere", "permis-de-sedere"), ("adeverinței", "adeverinta"), ("ADEVERINTEI", "adeverinta"),
            ("CNP", "cnp"), ("igi", "igi"), ("contractul de comodat", "comodat"), ("medicului de familie", "medic-de-familie"),
        ],
    )  # fmt: skip
    def test_a_word_is_found_with_its_endings_and_without_accents(self, client, asked, slug):
        response = client.get("/en/words/", {"q": asked})
        assert slug in [word.slug for word in response.context["words"]][:3]
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_only_words_are_found_among_the_words(self, client):
        found = client.get("/en/words/", {"q": "how do I find a family doctor"})
        assert "/en/guide/health/family-doctor/" not in found.content.decode()

    def test_a_page_links_each_of_its_words_once_to_the_explanation_on_it(self, client):
        linked = 0
        for publication in queries.publications():
            document = publication.edition.content
            html = client.get(f"/ro/guide/{publication.address}/").content.decode()
            for block in document.blocks:
                if block.kind != "term":
                    continue
                count = html.count(f'<a class="explained" href="#word-{block.word}">')
                assert count <= (0 if document.sensitive else 1) or count <= 2, (document.address, block.word)
                linked += count
                assert f'id="word-{block.word}"' in html
        assert linked > 100

    def test_no_anchor_stands_inside_another(self, client):
        import re

        for publication in queries.publications("stay"):
            html = client.get(f"/ro/guide/{publication.address}/").content.decode()
            for inner in re.findall(r"<a [^>]*>(.*?)</a>", html, re.DOTALL):
                assert "<a " not in inner
