"""What stands on a sheet of a letter, the same on paper and in the preview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from acasa.foundation.city.queries import city
from acasa.foundation.texts import formatting
from acasa.foundation.texts.queries import Readings
from acasa.foundation.texts.rules import split_sentences

from .filling import filled, notes, paragraphs, read_by_clerks, unread, words
from .models import Letter

_SENDER = ("full_name", "address", "phone", "email")


def parts(
    found: Letter,
    given: Mapping[str, Any],
    readings: Readings,
    today: date,
    sentences: Callable[[list[str]], Any],
    *,
    source: bool,
) -> dict[str, Any]:
    """The parts of the letter, or of the reader's copy, in the language of the request.

    ``sentences`` sets running text for paper or preview.
    """
    content = found.content
    values = words(content, given, readings, source=source)
    official = words(content, given, readings, source=True)
    split = partial(split_sentences, language=readings.source_language)
    labels = {"phone": _("Phone"), "email": "E-mail"}
    lines = [
        {"label": labels.get(name, ""), "value": official[name], "number": name in labels}
        for name in _SENDER
        if name in official
    ]
    return {
        "sender": lines,
        "to": _("To:"),
        "addressee": [filled(line, official) for line in content["addressee"]],
        "subject_label": _("Subject:"),
        "subject": sentences([content["subject"]]),
        "salutation": _("Dear Sir or Madam,"),
        "body": [sentences(split(text)) for text in paragraphs(content, given)],
        "attachments_label": _("Enclosed:"),
        "attachments": [sentences([line]) for line in content.get("attachments", ())],
        "closing": _("Yours faithfully,"),
        "name": official.get("full_name", ""),
        "signature": _("Signature:"),
        "place": values.get("place", city().name),
        "day": f"{today:%d.%m.%Y}" if source else formatting.day(today, readings.language),
        "copy": "" if source else _("A copy for you, to read. Hand in the other sheet."),
        "notes": [] if source else [sentences(split(note)) for note in notes(content, given)],
        "unread": _unread(readings) if not source and unread(content, given) else "",
        "notes_label": _("What to do with the letter"),
    }


def _unread(readings: Readings) -> str:
    return _(
        "The clerk cannot read what you wrote in your own words. Ask somebody to write it in one of these languages: "
        "%(languages)s."
    ) % {"languages": read_by_clerks(readings.language)}
