from typing import Any

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "acasa.site"
    label = "acasa_site"

    def ready(self) -> None:
        from acasa.foundation.feed.weekly import speak_with

        from . import audiences  # noqa: F401 - it classifies the addresses of libraries

        speak_with(preferred_language)


def preferred_language(user: Any) -> str:
    """The language a member of staff chose in the authoring room; empty where they chose none."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.preferred_language if profile else ""
