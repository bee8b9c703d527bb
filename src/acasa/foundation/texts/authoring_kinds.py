"""The form of a thing that a pack may bring as well: it must have the shape of a pack's entry."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from pydantic import ValidationError as InvalidData

from acasa.foundation.city.queries import city
from acasa.foundation.packs.files import problems

from .authoring_texts import TextsForm, spoken, unreadable
from .documents import documents
from .kinds import Kind


class KindForm(TextsForm):
    """A thing of a kind: its fields make an entry, whose sentences can be read and whose names lead somewhere."""

    what: Kind

    def authored(self) -> dict[str, Any]:
        """The thing in the form of a pack's entry, from valid fields. Raises pydantic's ValidationError."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") and name != "seen"
        }
        data["id"] = data.pop("slug", None) or self.instance.slug
        keys = {name: data[name].pk for name in ("organisation", "service") if name in data}
        return self.what.schema.model_validate({**data, **keys}).model_dump(mode="json", exclude_none=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            entry = self.authored()
        except InvalidData as error:
            for place, expected in problems(error):
                self.say(str(place[0]) if place else "", expected)
            return cleaned
        self.check_entry(entry)
        return cleaned

    def say(self, name: str, message: str, text: str = "") -> None:
        """Says what is wrong at a field, on top where the form has none; ``text`` is what it is wrong with."""
        name = "slug" if name == "id" else name
        self.add_error(name if name in self.fields else None, spoken(message))

    def check_entry(self, entry: dict[str, Any]) -> None:
        """Says what is wrong with an entry of the right shape."""
        for name, texts in self.what.sentences(entry, city().source_language).items():
            for text in texts:
                for said in unreadable(text):
                    self.say(name, said, text)
        named = {name: f"{name}:{entry[name]}" for name in self.what.leads_to if entry.get(name)}
        known = documents(named.values())
        for name, target in named.items():
            if target not in known:
                self.say(name, gettext("There is nothing with the name “%(name)s”.") % {"name": entry[name]})
