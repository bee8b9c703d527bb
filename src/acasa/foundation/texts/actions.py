"""The only writers of sentences, translations and facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from acasa.foundation.city.queries import city
from acasa.foundation.guard.action import action, without_actor
from acasa.foundation.guard.actor import Actor
from acasa.foundation.staff.forms import EntryForm, seen_and_locked
from acasa.foundation.web.versions import raise_content_version

from . import rules
from .grants import CHECK_TRANSLATIONS, EDIT_FACTS, TRANSLATE
from .models import Fact, FactUse, Lineage, Sentence, Translation, TranslationState, Use


class TextInvalid(ValueError):
    """A text or translation that cannot be kept; ``faults`` says why, one code each."""

    def __init__(self, text: str, faults: list[str]) -> None:
        self.text, self.faults = text, faults
        super().__init__(f"{', '.join(faults)}: {text}")


@without_actor("part of what writes a text")
def keep_sentences(sentences: Iterable[str]) -> dict[str, str]:
    """Stores sentences that are not known yet; returns ``{hash: text}`` of all.

    Raises :class:`TextInvalid` for a stray brace or a fact that does not exist.
    """
    wanted = {rules.sentence_hash(text): rules.normalise(text) for text in sentences}
    known = set(Sentence.objects.filter(hash__in=wanted).values_list("hash", flat=True))
    fresh = {key: text for key, text in wanted.items() if key not in known}
    if not fresh:
        return wanted
    uses = {key: set(rules.placeholders(text)) for key, text in fresh.items()}
    named = set().union(*uses.values())
    facts = set(Fact.objects.filter(slug__in=named).values_list("slug", flat=True)) if named else set()
    for key, text in fresh.items():
        faults = [f"unknown:{name}" for name in sorted(uses[key] - facts)]
        if rules.stray_braces(text):
            faults.append("stray-brace")
        if faults:
            raise TextInvalid(text, faults)
    Sentence.objects.bulk_create(
        [Sentence(hash=key, text=text) for key, text in fresh.items()], ignore_conflicts=True
    )
    FactUse.objects.bulk_create(
        [FactUse(sentence_id=key, fact_id=name) for key, names in uses.items() for name in sorted(names)],
        ignore_conflicts=True,
    )
    return wanted


@without_actor("part of what writes a text")
def place_document(document: str, fields: Mapping[str, list[str]]) -> None:
    """Says which sentences stand in a document now, field by field, in order.

    ``document`` is a name such as ``guide:health/family-doctor``. What stood there before and was replaced is
    kept as lineage. Call it in the transaction that changes the document; with no fields the document is gone.
    """
    keep_sentences(text for sentences in fields.values() for text in sentences)
    before: dict[str, list[str]] = {}
    for use in Use.objects.filter(document=document).order_by("field", "position").select_related("sentence"):
        before.setdefault(use.field, []).append(use.sentence.text)
    now = {
        name: [rules.normalise(text) for text in sentences] for name, sentences in fields.items() if sentences
    }
    if before == now:
        return
    stays = {text for sentences in now.values() for text in sentences}
    links = {
        (rules.sentence_hash(newer), rules.sentence_hash(older))
        for name, sentences in now.items()
        for newer, older in rules.successors(before.get(name, []), sentences).items()
        if older not in stays
    }
    Lineage.objects.bulk_create(
        [Lineage(newer_id=newer, older_id=older, document=document) for newer, older in sorted(links)],
        ignore_conflicts=True,
    )
    Use.objects.filter(document=document).delete()
    Use.objects.bulk_create(
        Use(sentence_id=rules.sentence_hash(text), document=document, field=name, position=position)
        for name, sentences in now.items()
        for position, text in enumerate(sentences)
    )


@dataclass
class WriteReport:
    """What a batch of translations did: counts, and what was refused with the reason."""

    written: int = 0
    unchanged: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@action(TRANSLATE, scope=lambda language, **_rest: language)
def write_translations(*, actor: Actor, language: str, units: Iterable[rules.Unit]) -> WriteReport:
    """Writes translations; a faulty one is refused and the others are kept.

    The same words again change nothing, and never take a check away; other words make a checked
    translation a draft. The mark *checked* of a unit counts where the actor may check; else the unit comes in as a
    draft. Raises ValueError for the source language.
    """
    if language == city().source_language:
        raise ValueError("the source language is not translated into itself")
    units, may_check = list(units), actor.may(CHECK_TRANSLATIONS, language)
    hashes = {rules.sentence_hash(unit.source) for unit in units}
    report = WriteReport()
    rows: dict[str, Translation] = {}
    known = set(Sentence.objects.filter(hash__in=hashes).values_list("hash", flat=True))
    existing = {
        row.sentence_id: row
        for row in Translation.objects.select_for_update().filter(sentence_id__in=hashes, language=language)
    }
    for unit in units:
        key, text = rules.sentence_hash(unit.source), rules.normalise(unit.text)
        checked = unit.state == TranslationState.CHECKED and may_check and unit.checked_on is not None
        state = unit.state if checked or unit.state == TranslationState.MACHINE else TranslationState.DRAFT
        faults = rules.translation_faults(unit.source, text) if key in known else ["unknown-sentence"]
        before = existing.get(key)
        if faults:
            report.refused.append((unit.source, ", ".join(faults)))
        elif before and before.text == text and (not checked or before.state == state):
            report.unchanged += 1
        else:
            rows[key] = Translation(
                sentence_id=key,
                language=language,
                text=text,
                state=state,
                checked_on=unit.checked_on if checked else None,
                checked_role=unit.checked_role if checked else "",
                changed_at=timezone.now(),
            )
    if rows:
        Translation.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["sentence", "language"],
            update_fields=["text", "state", "checked_by", "checked_on", "checked_role", "changed_at"],
        )
        raise_content_version("texts")
    report.written = len(rows)
    return report


@action(TRANSLATE, scope=lambda language, **_rest: language)
def translate(*, actor: Actor, sentence: Sentence, language: str, text: str) -> Translation:
    """Writes the translation of one sentence as a draft.

    Raises :class:`TextInvalid` where a fact or link was lost or made up, ValueError for the source language.
    """
    unit = rules.Unit(sentence.text, text, TranslationState.DRAFT)
    report = write_translations(actor=actor, language=language, units=[unit])
    if report.refused:
        raise TextInvalid(text, report.refused[0][1].split(", "))
    return Translation.objects.get(sentence=sentence, language=language)


@action(CHECK_TRANSLATIONS, scope=lambda translation, **_rest: translation.language)
def check_translation(
    *, actor: Actor, translation: Translation, role: str, on: date, user_id: int | None = None
) -> Translation:
    """A person says that a translation is right; ``role`` is what the reader is told about who it was."""
    locked = Translation.objects.select_for_update().get(pk=translation.pk)
    if locked.text != translation.text:
        raise TextInvalid(translation.text, ["changed-meanwhile"])
    locked.state, locked.checked_role, locked.checked_on = TranslationState.CHECKED, role, on
    locked.checked_by_id = user_id
    locked.save()
    raise_content_version("texts")
    return locked


@action(EDIT_FACTS)
def change_fact(*, actor: Actor, fact: Fact, **values: Any) -> Fact:
    """Changes a fact: every page, print and answer shows it at once, and no translation is touched.

    Raises ValidationError where the value does not fit the kind of fact.
    """
    locked = Fact.objects.select_for_update().get(pk=fact.pk)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    raise_content_version("texts")
    return locked


@action(EDIT_FACTS)
def save_fact_form(*, actor: Actor, form: EntryForm) -> Fact:
    """Saves a valid form for a fact, new or changed. Raises ChangedMeanwhile where it is not as the form saw it."""
    seen_and_locked(form)
    fact = form.save()
    raise_content_version("texts")
    return fact


@action(EDIT_FACTS)
def delete_fact(*, actor: Actor, fact: Fact) -> None:
    """Forgets a fact that stands nowhere. Raises ProtectedError where a text shows it."""
    # A sentence that stands nowhere any more must not keep a fact alive.
    FactUse.objects.filter(fact=fact, sentence__uses__isnull=True).delete()
    fact.delete()
    raise_content_version("texts")


@without_actor("part of loading a pack")
def keep_fact(slug: str, data: Mapping[str, Any]) -> Fact:
    """Writes a fact as a pack describes it."""
    kind, value = data["kind"], data["value"]
    quantity = kind in ("money", "duration", "number", "percent")
    fact, _created = Fact.objects.update_or_create(
        slug=slug,
        defaults={
            "kind": kind,
            "amount": value if quantity else None,
            "most": data.get("max"),
            "unit": data.get("unit", ""),
            "day": value if kind == "date" else None,
            "text": "" if quantity or kind == "date" else value,
            "label": data["label"],
            "source_title": data["source"]["title"],
            "source_url": data["source"].get("url", ""),
            "as_of": data["as_of"],
            "confidence": data["confidence"],
            "owner_id": data["owner"],
            "review_by": data["review_by"],
            "sheet": data.get("sheet", ""),
            "note": data.get("note", ""),
        },
    )
    return fact


@without_actor("part of loading a pack")
def keep_row(model: type[Model], slug: str, columns: Mapping[str, Any]) -> Model:
    """Writes a row as an entry of a pack describes it, new or changed."""
    row, _is_new = model._default_manager.update_or_create(slug=slug, defaults=columns)
    return row
