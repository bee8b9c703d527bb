from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "acasa.site"
    label = "acasa_site"

    def ready(self) -> None:
        from acasa.foundation.feed.weekly import speak_with
        from acasa.foundation.staff.speaking import chosen_language

        from . import audiences  # noqa: F401 - it classifies the addresses of libraries

        speak_with(chosen_language)
