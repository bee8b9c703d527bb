"""What can be found: the published pages, services, organisations and words, as sentences by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from acasa.foundation.city.queries import city
from acasa.foundation.texts.rules import split_sentences
from acasa.information.directory.models import Organisation, Service, Status, Topic
from acasa.information.directory.queries import complete
from acasa.information.guide.document import Document, Term, Where
from acasa.information.guide.models import Publication, Word
from acasa.information.guide.queries import publications, word_fields

from .models import Kind

Sentences = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A thing in the source language: its own sentences, and those it borrows from other things, by field."""

    kind: Kind
    key: str
    title: str
    summary: Sentences
    topic: str = ""
    names: Sentences = ()
    """Other names, found like the title."""
    official: bool = False
    """Whether the title is an official word, which is never translated."""
    own: Mapping[str, Sentences] = field(default_factory=dict)
    borrowed: Mapping[str, Sentences] = field(default_factory=dict)

    def sentences(self) -> Iterator[str]:
        """All of them, to be read at once."""
        yield self.title
        yield from self.names
        yield from self.summary
        for fields in (self.own, self.borrowed):
            for texts in fields.values():
                yield from texts

    def own_texts(self) -> list[str]:
        """The sentences whose translations decide whether the thing stands in a language."""
        return [*self.summary, *(text for texts in self.own.values() for text in texts)]


def all_contents() -> list[Content]:
    """Everything that the public can find. No address of a place is among it: some must stay hidden."""
    titles = dict(Topic.objects.values_list("slug", "title"))
    words = Word.objects.in_bulk()
    organisations = complete(Organisation.objects.all()).in_bulk()
    services = {service.slug: service for one in organisations.values() for service in one.services.all()}
    found = [_page(each, titles, words, organisations, services) for each in publications()]
    found += [
        _service(each, organisations[each.organisation_id], titles) for each in _active(services.values())
    ]
    found += [_organisation(each) for each in organisations.values()]
    return found + [_word(each) for each in words.values()]


def _page(
    publication: Publication,
    titles: Mapping[str, str],
    words: Mapping[str, Word],
    organisations: Mapping[str, Organisation],
    services: Mapping[str, Service],
) -> Content:
    document: Document = publication.edition.content
    fields = document.fields()
    terms = [
        words[block.word] for block in document.blocks if isinstance(block, Term) and block.word in words
    ]
    wheres = [block for block in document.blocks if isinstance(block, Where)]
    return Content(
        kind=Kind.PAGE,
        key=publication.address,
        topic=publication.topic_id,
        title=" ".join(document.title),
        summary=tuple(fields["summary"]),
        own={"B": tuple(fields["questions"]), "C": tuple(fields["glance"]), "D": tuple(fields["body"])},
        borrowed={
            "B": (titles[publication.topic_id],),
            "C": tuple(name for word in terms for name in (word.term, word.abbreviation) if name),
            "D": tuple(
                named[slug].name
                for where in wheres
                for named, slug in ((organisations, where.organisation), (services, where.service))
                if slug in named
            ),
        },
    )


def _active(services: Iterable[Service]) -> Iterator[Service]:
    return (service for service in services if service.status == Status.ACTIVE)


def _service(service: Service, organisation: Organisation, titles: Mapping[str, str]) -> Content:
    topics = [topic.slug for topic in service.topics.all()]
    return Content(
        kind=Kind.SERVICE,
        key=service.slug,
        topic=topics[0] if topics else "",
        title=service.name,
        summary=_split(service.description),
        own={"D": (*_split(service.cost_note, service.eligibility, service.how), *service.documents)},
        borrowed={"B": tuple(titles[slug] for slug in topics), "C": _names(organisation)},
    )


def _organisation(organisation: Organisation) -> Content:
    places = [place.name for place in organisation.places.all() if place.name]
    return Content(
        kind=Kind.ORGANISATION,
        key=organisation.slug,
        title=organisation.name,
        names=(organisation.short_name,) if organisation.short_name else (),
        summary=_split(organisation.description),
        borrowed={
            "D": (
                *(service.name for service in _active(organisation.services.all())),
                *(places if organisation.address_is_public else ()),
            )
        },
    )


def _word(word: Word) -> Content:
    fields = word_fields(word)
    return Content(
        kind=Kind.WORD,
        key=word.slug,
        title=word.term,
        official=True,
        names=(word.abbreviation,) if word.abbreviation else (),
        summary=tuple(fields["meaning"]),
        own={"D": tuple(fields["where_met"])},
    )


def _names(organisation: Organisation) -> Sentences:
    return tuple(name for name in (organisation.name, organisation.short_name) if name)


def _split(*texts: str) -> Sentences:
    language = city().source_language
    return tuple(sentence for text in texts for sentence in split_sentences(text, language))
