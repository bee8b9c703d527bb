"""Words, guide pages and plain pages as parts of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Union

from pydantic import Field, ValidationError, model_validator

from acasa.foundation.city.pack_parts import AsOf, Slug, Web
from acasa.foundation.guard.actor import Actor
from acasa.foundation.packs import loading as packs
from acasa.foundation.packs.files import Entry, Fault, PackFolder, PackModel
from acasa.foundation.texts.kinds import EntryPart
from acasa.foundation.texts.rules import split_sentences
from acasa.information.directory.models import Audience
from acasa.information.directory.pack_parts import one_of

from . import actions, queries, rules
from .kinds import PLAIN, WORD, PlainSchema, Text

PageAddress = Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]


class WordPart(EntryPart):
    what = WORD
    order = 50
    pattern = "words.yaml"


class _TextBlock(PackModel):
    kind: Literal["paragraph", "cost", "deadline", "warning", "tip"]
    text: Text
    unsure: bool = False


class _Step(PackModel):
    kind: Literal["step"]
    title: Text
    text: str | None = None
    unsure: bool = False


class _Documents(PackModel):
    kind: Literal["documents"]
    title: str | None = None
    items: Annotated[list[Text], Field(min_length=1)]
    unsure: bool = False


class _Where(PackModel):
    kind: Literal["where"]
    service: Slug | None = None
    organisation: Slug | None = None
    text: str | None = None
    unsure: bool = False

    @model_validator(mode="after")
    def _one(self) -> _Where:
        if (self.service is None) == (self.organisation is None):
            raise ValueError("expected a service or an organisation")
        return self


class _Question(PackModel):
    kind: Literal["question"]
    ask: Text
    answer: Text
    unsure: bool = False


class _Term(PackModel):
    kind: Literal["term"]
    word: Slug
    unsure: bool = False


class _Letter(PackModel):
    kind: Literal["letter"]
    title: Text
    url: Web
    unsure: bool = False


class _Source(PackModel):
    kind: Literal["source"]
    title: Text
    url: Web | None = None
    as_of: AsOf | None = None


_Block = Annotated[
    Union[_TextBlock, _Step, _Documents, _Where, _Question, _Term, _Letter, _Source],  # noqa: UP007
    Field(discriminator="kind"),
]
_KINDS = (
    "paragraph", "cost", "deadline", "warning", "tip", "step", "documents", "where", "question", "term", "letter",
    "source",
)  # fmt: skip


class _Glance(PackModel):
    for_whom: str | None = None
    when: str | None = None
    cost: str | None = None
    how_long: str | None = None
    where: str | None = None


class PageSchema(PackModel):
    """One file of ``guide/``; topic and slug come from its place."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["procedure", "article"]
    summary: Text
    audience: Annotated[list[one_of(Audience)], Field(min_length=1)]  # type: ignore[valid-type]
    owner: Slug
    review_by: date
    sensitive: bool = False
    questions: Annotated[list[Text], Field(max_length=6)] = []
    glance: _Glance = _Glance()
    blocks: Annotated[list[_Block], Field(min_length=1)]
    position: Annotated[int, Field(ge=0, le=999)] = 100
    next: list[PageAddress] = []
    verify: list[Text] = []

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("blocks"), list):
            return {**data, "blocks": [_flat(block) for block in data["blocks"]]}
        return data


def _flat(block: Any) -> Any:
    """``{step: {…}, unsure: true}`` as ``{kind: step, …}``."""
    if not isinstance(block, dict) or "kind" in block:
        return block
    kinds = [name for name in block if name != "unsure"]
    if len(kinds) != 1 or kinds[0] not in _KINDS:
        raise ValueError(f"blocks: expected one of {', '.join(_KINDS)}, found {', '.join(map(str, kinds))}")
    kind, value = kinds[0], block[kinds[0]]
    if not isinstance(value, dict):
        value = {"word" if kind == "term" else "text": value}
    unsure = {"unsure": block["unsure"]} if "unsure" in block else {}
    return {"kind": kind, **value, **unsure}


def canonical(data: Mapping[str, Any]) -> dict[str, Any]:
    """A page's data as plain values without empty ones, so that equal pages compare equal."""
    out = PageSchema.model_validate(data).model_dump(mode="json", exclude_none=True)
    out["blocks"] = [{k: v for k, v in block.items() if v not in ("", False)} for block in out["blocks"]]
    out["verify"] = [line for entry in out["verify"] for line in entry.splitlines() if line.strip()]
    return out


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
            found[f"{page['topic']}/{page['slug']}"] = canonical(data)
        return found

    def write(self, changes: Mapping[str, dict[str, Any]], *, actor: Actor) -> None:
        actions.keep_pages(changes)


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
