"""A page of the guide as one reader gets it: its text, its places and words, and what must be said of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from acasa.foundation.city.queries import local_now
from acasa.foundation.texts import queries as texts
from acasa.foundation.texts.models import Fact
from acasa.foundation.web.memory import remembered
from acasa.information.directory import cards
from acasa.information.directory.models import Topic

from . import queries, rules
from .document import Document, Step, Where
from .models import Word


@dataclass(frozen=True, slots=True)
class NumberedBlock:
    """A block with what its template needs beside it: the number of a step, the card of a place, a word."""

    block: Any
    number: int = 0
    card: cards.Card | None = None
    word: Word | None = None


@dataclass(frozen=True)
class PageView:
    """A document in one language; the web page and the paper are drawn from it."""

    document: Document
    topic: Topic | None
    blocks: list[NumberedBlock]
    terms: list[NumberedBlock]
    following: list[Document]
    readings: texts.Readings
    coverage: texts.Coverage
    weak_facts: list[Fact]
    overdue: bool
    overdue_facts: list[Fact]
    changes_at: datetime | None
    """The next moment at which a place on it opens or closes."""

    @property
    def tickable(self) -> bool:
        """Whether steps may be ticked: what someone did about violence or trafficking must not stay on the device."""
        return self.document.kind == "procedure" and not self.document.sensitive

    def context(self) -> dict[str, Any]:
        """For the template of a page."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"tickable": self.tickable}


def page_view(document: Document, lang: str) -> PageView:
    """A document for a reader of a language, whether it is published or a preview."""
    points = rules.references(document)
    words = Word.objects.in_bulk(points.words)
    found = cards.cards(services=points.services, organisations=points.organisations)
    stand = queries.standing(document.next)
    following = list({stand[a].pk: stand[a].edition.content for a in document.next if a in stand}.values())
    topic = remembered(("topic", document.topic), lambda: Topic.objects.filter(slug=document.topic).first())
    readings = texts.read(
        [
            *document.sentences(),
            *(
                text
                for word in words.values()
                for some in queries.word_fields(word).values()
                for text in some
            ),
            *(text for card in found.values() for text in card.sentences()),
            *(text for page in following for text in page.title),
            *([topic.title] if topic else []),
        ],
        lang,
    )
    blocks = _numbered(document, found, words)
    if not document.sensitive:  # opening a word adds to the history, and “leave quickly” must leave none
        readings.explained = _explained(document, [block.word for block in blocks if block.word], readings)
    own = readings.of(document.sentences())
    today = local_now().date()
    return PageView(
        document,
        topic,
        [numbered for numbered in blocks if numbered.block.kind not in ("term", "source")],
        [numbered for numbered in blocks if numbered.word],
        following,
        readings,
        own.share(),
        own.weak_facts(today),
        document.review_by < today,
        [fact for fact in own.facts.values() if fact.review_by < today],
        min((card.changes_at for card in found.values() if card.changes_at), default=None),
    )


def _numbered(
    document: Document, found: dict[str, cards.Card], words: dict[str, Word]
) -> list[NumberedBlock]:
    blocks, number = [], 0
    for block in document.blocks:
        number += isinstance(block, Step)
        card = found.get(block.service or block.organisation) if isinstance(block, Where) else None
        word = words.get(block.word) if block.kind == "term" else None
        blocks.append(NumberedBlock(block, number if isinstance(block, Step) else 0, card, word))
    return blocks


def _explained(
    document: Document, words: list[Word], readings: texts.Readings
) -> dict[str, list[texts.Term]]:
    """For each word of the page the first sentence, as this reader reads it, that uses it."""
    pending = {word.slug: rules.term_pattern(word.term, word.abbreviation) for word in words}
    found: dict[str, list[texts.Term]] = {}
    for sentence in document.running():
        for slug, pattern in list(pending.items()):
            if pattern.search(readings[sentence].text):
                found.setdefault(sentence, []).append(texts.Term(pattern, f"word-{slug}"))
                del pending[slug]
    return found
