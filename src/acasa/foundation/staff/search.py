"""Searching the staff's lists as people type: no marks, no capitals, every word somewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.db.models import CharField, Q, QuerySet, TextField, Transform

_MARKS = ("\u0300", "\u036f")


class _Folded(Transform):
    """A text in the database without marks and capitals: ``name__folded__contains``.

    Marks go before capitals do, so that it works under any collation.
    """

    lookup_name = "folded"
    function = "lower"
    template = f"lower(regexp_replace(normalize((%(expressions)s)::text, NFD), '[{_MARKS[0]}-{_MARKS[1]}]', '', 'g'))"
    output_field = TextField()


CharField.register_lookup(_Folded)
TextField.register_lookup(_Folded)


def fold(text: str) -> str:
    """A text as the lists are searched by it: “sanatate” finds “Sănătate”."""
    letters = (
        letter for letter in unicodedata.normalize("NFD", text) if not _MARKS[0] <= letter <= _MARKS[1]
    )
    return "".join(letters).lower()


def having(rows: QuerySet, fields: Iterable[str], asked: str) -> QuerySet:
    """The rows of which every word of what was asked stands in one of the fields."""
    fields = list(fields)
    for word in fold(asked).replace("\x00", "").split():
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__folded__contains": word})
        # A field of several related things finds a row once for each of them.
        rows = rows.filter(pk__in=rows.model._default_manager.filter(found).values("pk"))
    return rows
