"""The kind “letter” between a pack's entry and a row."""

from __future__ import annotations

from acasa.foundation.texts.kinds import Kind

from .models import Letter
from .schemas import LetterSchema
from .sentences import of_letter

LETTER = Kind(
    "letter", Letter, LetterSchema, of_letter,
    plain=("title", "summary", "position"),
    leads_to=("page", "organisation"),
    rest="content",
)  # fmt: skip
