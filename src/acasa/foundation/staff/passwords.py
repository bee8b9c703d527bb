"""Passwords that others would guess: leaked ones, names, words, rows of keys, and what one knows of the person."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from acasa.foundation.city.models import City

LEAST_SCORE = 4
"""Of 0 to 4: at least 10^10 guesses. With 10^8, a person's two names and a year would pass."""

READ = 72
"""Characters that are looked at: so many that nobody could guess are enough, and looking takes time."""


class Guessable:
    """Refuses a password that is easy to guess, in words that say why (an AUTH_PASSWORD_VALIDATORS class)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        found = zxcvbn(password[:READ], user_inputs=words_around(user))
        if found["score"] >= LEAST_SCORE:
            return
        match: Any = max(found["sequence"], key=lambda one: len(one["token"]))
        raise ValidationError(
            [
                ValidationError(_why(match), code="guessable"),
                ValidationError(
                    _("Take four or more words that do not belong together; spaces are fine."), code="advice"
                ),
            ]
        )

    def get_help_text(self) -> str:
        return _("Four words that do not belong together are easy to keep and hard to guess.")


def words_around(user: Any) -> list[str]:
    """What somebody would try first: the person's names and address, the city's name, our own."""
    texts = ["Acasă", "acasa", *City.objects.values_list("name", flat=True)]
    if user is not None:
        texts += [user.first_name, user.last_name, user.email]
    parts = [part for text in texts for part in [text, *re.split(r"[\W_]+", text)]]
    return sorted({part.lower() for part in parts if len(part) > 2})


def _why(match: dict[str, Any]) -> str:
    """What makes most of a password easy to guess."""
    match match["pattern"]:
        case "dictionary":
            return _of_a_word(match)
        case "spatial":
            return _("Keys that lie side by side are among the first that others try.")
        case "repeat":
            return _("Saying the same again makes a password hardly harder to guess.")
        case "sequence":
            return _("Rows such as “abcd” or “6543” are among the first that others try.")
        case "regex" | "date":
            return _("Dates and years are easy to guess.")
    return _("This password can be guessed quickly.")


def _of_a_word(match: dict[str, Any]) -> str:
    match match["dictionary_name"]:
        case "user_inputs":
            return _("Your name, your address and the city's name are what others would try first.")
        case "passwords":
            return _("This password, or one very like it, stands in lists of stolen passwords.")
        case "surnames" | "male_names" | "female_names":
            return _("Names are easy to guess.")
    return _("One common word is easy to guess, also written backwards or with signs in place of letters.")
