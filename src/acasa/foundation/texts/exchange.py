"""PO files out and in: what translators' own tools read and write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import polib

from acasa.foundation.guard.actor import Actor

from . import rules
from .actions import WriteReport, write_translations
from .models import Sentence, Translation, TranslationState

_CHECKED = re.compile(r"^checked: (\d{4}-\d\d-\d\d) (.+)$", re.MULTILINE)


def read_unit(entry: polib.POEntry) -> rules.Unit | None:
    """What an entry says; None where it is not translated, obsolete or fuzzy (a tool's guess at a changed sentence).

    Raises ValueError, in words, where the day of its check is none.
    """
    if entry.obsolete or entry.fuzzy or not entry.msgstr.strip():
        return None
    source, text = rules.normalise(entry.msgid), rules.normalise(entry.msgstr)
    mark = _CHECKED.search(entry.tcomment or "")
    if mark:
        try:
            day = date.fromisoformat(mark[1])
        except ValueError as error:
            raise ValueError(f"checked: expected a date such as 2027-03-04, found “{mark[1]}”") from error
        return rules.Unit(source, text, "checked", day, mark[2].strip())
    return rules.Unit(source, text, "machine" if "machine" in (entry.tcomment or "") else "draft")


def write_entry(
    source: str, translation: Translation | None, occurrences: Iterable[str] = ()
) -> polib.POEntry:
    """The entry for a sentence; with an empty ``msgstr`` where it has no translation yet."""
    entry = polib.POEntry(msgid=source, msgstr=translation.text if translation else "")
    entry.occurrences = [(place, "") for place in occurrences]
    if translation and translation.state == TranslationState.CHECKED:
        entry.tcomment = f"checked: {translation.checked_on} {translation.checked_role}"
    elif translation and translation.state == TranslationState.MACHINE:
        entry.tcomment = "machine"
    return entry


def export_po(language: str, *, only_missing: bool = False, document: str = "") -> polib.POFile:
    """All sentences in use with their translation into a language, ordered by where they stand."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    sentences = Sentence.objects.filter(uses__document__startswith=document).distinct()
    done = {t.sentence_id: t for t in Translation.objects.filter(language=language, sentence__in=sentences)}
    places: dict[str, list[str]] = {}
    for sentence in sentences.prefetch_related("uses"):
        places[sentence.text] = sorted(f"{use.document}/{use.field}" for use in sentence.uses.all())
        if not (only_missing and sentence.hash in done):
            po.append(write_entry(sentence.text, done.get(sentence.hash), places[sentence.text]))
    po.sort(key=lambda entry: (places[entry.msgid], entry.msgid))
    return po


def read_po(text: str) -> polib.POFile:
    """The entries of a PO file. Raises ValueError where it is none."""
    if "\x00" in text:
        raise ValueError("expected text without a NUL in it")
    try:
        return polib.pofile(
            text.removeprefix("\ufeff") + "\n"
        )  # with a line's end it is never taken for a path
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise ValueError(f"not a valid PO file: {error}") from error


def import_po(po: polib.POFile, language: str, *, actor: Actor) -> WriteReport:
    """Takes in the translations of a PO file; see :func:`write_translations`.

    Raises ValueError, with the line, where an entry cannot be read; then nothing was written.
    """
    units = []
    for entry in po:
        try:
            unit = read_unit(entry)
        except ValueError as error:
            raise ValueError(f"line {entry.linenum}: {error}") from error
        if unit:
            units.append(unit)
    return write_translations(actor=actor, language=language, units=units)
