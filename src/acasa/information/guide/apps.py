from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "acasa.information.guide"
    label = "guide"

    def ready(self) -> None:
        from acasa.foundation.city.packs import register
        from acasa.foundation.texts.links import register_scheme
        from acasa.information.directory.queries import provide_pages

        from . import queries, receivers  # noqa: F401
        from .pack_parts import GuidePart, PlainPart, WordPart

        for part in (WordPart(), GuidePart(), PlainPart()):
            register(part)
        register_scheme("page", "/{language}/guide/{rest}/")
        provide_pages(queries.pages_about_card)

        from . import pointers

        pointers.register(pointers.PAGES)
        pointers.register(pointers.EMERGENCY)

        from acasa.foundation.guard.findings import register_check

        from . import checks

        for check in (checks.pages, checks.inside_and_outside, checks.links):
            register_check(check)

        from acasa.foundation.feed.sources import register_source

        from .waiting import SOURCES

        for source in SOURCES:
            register_source(source)
