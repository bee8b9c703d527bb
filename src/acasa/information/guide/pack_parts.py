"""Words, guide pages and plain pages as parts of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs import loading as packs
from acasa.foundation.packs.files import Entry, Fault, PackFolder
from acasa.foundation.texts.kinds import EntryPart
from acasa.foundation.texts.rules import split_sentences

from . import actions, queries, rules
from .kinds import PLAIN, WORD, PlainSchema
from .schemas import PageSchema, canonical


class WordPart(EntryPart):
    what = WORD
    order = 50
    pattern = "words.yaml"


class GuidePart(packs.PackPart):
    """``guide/{topic}/{slug}.yaml``; the key is ``{topic}/{slug}``."""

    kind = "guide"
    order = 60

    def read(self, folder: PackFolder) -> list[Entry]:
        found = []
        for path in folder.files("guide/*/*.yaml"):
            entry = folder.entry(path, PageSchema, key=f"{path.parent.name}/{path.stem}")
            if entry:
                found.append(Entry(entry.key, canonical(entry.data), entry.file, entry.lines))
        return found

    def check(self, pack: packs.Pack) -> Iterable[Fault]:
        city = next(iter(pack.of("city").values()), None)
        if city is None:
            return
        language, teams = city.data["source_language"], {team["id"] for team in city.data["teams"]}
        services = {s["id"] for o in pack.of("organisation").values() for s in o.data["services"]}
        for entry in pack.of("guide").values():
            topic, slug = entry.key.split("/")
            if topic not in pack.of("topic"):
                yield entry.fault((), f"no topic “{topic}” in topics.yaml (the folder is the topic)")
            if entry.data["owner"] not in teams:
                yield entry.fault(("owner",), f"no team “{entry.data['owner']}” in city.yaml")
            try:
                document = rules.project(
                    {**entry.data, "topic": topic, "slug": slug},
                    split=lambda text: split_sentences(text, language),
                )
            except ValidationError as error:
                yield entry.fault((), str(error))
                continue
            points = rules.references(document)
            known = {
                "fact": (points.facts, pack.of("fact")),
                "page": (points.pages, pack.of("guide")),
                "service": (points.services, services),
                "organisation": (points.organisations, pack.of("organisation")),
                "word": (points.words, pack.of("word")),
            }
            for what, (named, there) in known.items():
                for name in sorted(named - set(there)):
                    yield entry.fault(_place_of(entry, name), f"no {what} “{name}” in the pack")
            for target in sorted(points.unknown):
                yield entry.fault(
                    _place_of(entry, target),
                    f"expected page:, service:, organisation: or https://, found {target}",
                )
            for text in rules.text_faults(document):
                yield entry.fault(_place_of(entry, text), "a brace stands outside a {fact}")

    def current(self, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
        found = {}
        for page in queries.authored_pages():
            data = {k: v for k, v in page.items() if k not in ("topic", "slug")}
            found[f"{page['topic']}/{page['slug']}"] = _as_kept(data)
        return found

    def write(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        actions.keep_pages(changes)


def _as_kept(data: dict[str, Any]) -> dict[str, Any]:
    """A page of the room in the form of a pack's; a draft that is no page yet stands as its author left it."""
    try:
        return canonical(data)
    except ValidationError:
        return data


def _place_of(entry: Entry, words: str) -> tuple[str | int, ...]:
    """The block in which some words stand, to name its line."""
    for index, block in enumerate(entry.data["blocks"]):
        if any(words[:40] in str(value) for value in block.values()):
            return ("blocks", index)
    return ()


class PlainPart(EntryPart):
    """``pages/{slug}.md``: the first line is the title, ``# About``."""

    what = PLAIN
    order = 70

    def read(self, folder: PackFolder) -> list[Entry]:
        found = []
        for path in folder.files("pages/*.md"):
            text = folder.text(path)
            if text is None:
                continue
            first, _, rest = text.strip().partition("\n")
            if not first.startswith("# ") or not rest.strip():
                folder.faults.append(Fault(folder.name(path), 1, "", "expected “# Title” and then text"))
                continue
            page = PlainSchema(id=path.stem, title=first[2:].strip(), markdown=rest.strip())
            found.append(Entry(path.stem, page.model_dump(), folder.name(path)))
        return found
