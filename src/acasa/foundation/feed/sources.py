"""The hook of the feed: a room says what waits for somebody, and what may be said about it.

A room registers a :class:`Source` when its app is ready. The feed asks it anew each time, so nothing in it
is ever stale: what is mended is gone. Only what people decide (who takes it, not before when, done) is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from acasa.foundation.guard.actor import Actor
from acasa.foundation.guard.verbs import Verb

Words = Any
"""A text, or one to be translated when it is shown."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A field that says one thing here and another in a pack, with the difference between the two, word by word."""

    field: str
    here: str
    pack: str
    pieces: list[tuple[str, str]]
    """Pairs of ``same``, ``gone`` (only here) or ``new`` (only in the pack) and the words."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that waits: what it is about, what is the matter, where to see it, since which day."""

    subject: str
    """The same thing has the same subject each time; unique within its source."""
    about: str
    message: str
    address: str
    since: date
    team: str = ""
    """The name of the team whose it is."""
    scope: str = ""
    """For what somebody must be allowed to do the source's verb; empty: for everything."""
    private: bool = False
    """The message is a reader's own words: it stays on the screen and never goes into a mail."""
    language: str = ""
    """In which language the message is, where that may be another than the editor's."""
    edit: str = ""
    """Where to mend it, if ``address`` only shows it."""
    weight: int = 0
    """More comes first among things of a kind, such as in how many texts a fact stands."""
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a person can say about a notice by hand."""

    name: str
    label: Words
    quiet: bool = False
    """Drawn as the second of two buttons."""


DONE = (Choice("done", gettext_lazy("Done")),)
"""What may be said of most notices that do not leave by themselves."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that can wait."""

    kind: str
    title: Words
    hint: Words
    """What to do about such a thing, in a sentence."""
    waiting: Callable[[], Iterable[Notice]]
    verb: Verb
    """Who may mend such things, sees them and settles them."""
    choices: tuple[Choice, ...] = ()
    """Empty where a notice leaves by itself once its cause is mended."""
    decide: Callable[[Actor, str, str], None] | None = None
    """Carries out a choice (actor, subject, name of the choice); None where keeping it is all there is to do."""

    order: int = 50
    """Lower comes first: what readers suffer from."""

    def choice(self, name: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.name == name), None)


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Adds a kind of thing to the feed."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    """All kinds, in their order."""
    return sorted(_sources.values(), key=lambda source: source.order)
