from typing import Any

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "acasa.site"
    label = "acasa_site"

    def ready(self) -> None:
        from acasa.foundation.feed import weekly
        from acasa.foundation.staff import at_the_door

        from . import audiences  # noqa: F401 - it classifies the addresses of libraries

        weekly.speak_with(preferred_language)
        at_the_door.speak_with(preferred_language)


def preferred_language(user: Any) -> str:
    """The language a member of staff chose in the authoring room; empty where they chose none."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.preferred_language if profile else ""
