"""Which language and which clock the staff's screens have: what a person chose, else the city's; always the city's time."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from acasa.foundation.city.models import City
from acasa.foundation.city.queries import city


def chosen_language(user: Any) -> str:
    """The language a member of staff chose in the authoring room; empty where they chose none."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.preferred_language if profile else ""


def speak_with(user: Any) -> str:
    """Turns this request to a person's language and the city's time; returns the language.

    Empty, and nothing is turned, before a city was loaded.
    """
    try:
        here = city()
    except City.DoesNotExist:
        return ""
    language = chosen_language(user) or here.source_language
    translation.activate(language)
    timezone.activate(ZoneInfo(here.time_zone))
    if user is not None and user.is_authenticated:
        if not hasattr(user, "wagtail_userprofile"):
            user.wagtail_userprofile = UserProfile.get_for_user(user)
        # Wagtail asks the person for a time zone; this answer is for the request and is never stored.
        user.wagtail_userprofile.current_time_zone = here.time_zone
    return language
