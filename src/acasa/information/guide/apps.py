from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "acasa.information.guide"
    label = "guide"

    def ready(self) -> None:
        from acasa.foundation.city.packs import register

        from . import receivers  # noqa: F401
        from .pack_parts import GuidePart, PlainPart, WordPart

        for part in (WordPart(), GuidePart(), PlainPart()):
            register(part)
