"""Letters as a part of a pack."""

from __future__ import annotations

from collections.abc import Container

from acasa.foundation.packs.loading import Pack
from acasa.foundation.texts.kinds import EntryPart

from .kinds import LETTER


class LetterPart(EntryPart):
    what = LETTER
    order = 74
    pattern = "letters/*.yaml"
    one_file_each = True

    def targets(self, pack: Pack) -> dict[str, Container[str]]:
        return {"page": pack.of("guide"), "organisation": pack.of("organisation")}
