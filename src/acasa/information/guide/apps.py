from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "acasa.information.guide"
    label = "guide"

    def ready(self) -> None:
        from . import named

        named.register()
        from acasa.foundation.people.roles import register_grants

        from .grants import EDIT_GUIDE, PUBLISH_UNREAD

        register_grants(verbs=[EDIT_GUIDE, PUBLISH_UNREAD])

        from acasa.foundation.packs.loading import register
        from acasa.information.directory.queries import provide_pages

        from . import queries, receivers  # noqa: F401
        from .pack_parts import GuidePart, PlainPart, WordPart

        for part in (WordPart(), GuidePart(), PlainPart()):
            register(part)
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
