from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "acasa.foundation.texts"
    label = "texts"

    def ready(self) -> None:
        from acasa.foundation.people.roles import register_grants

        from .grants import CHECK_TRANSLATIONS, EDIT_FACTS, EDITOR, MEDIATOR, TRANSLATE

        register_grants(roles=[EDITOR, MEDIATOR], verbs=[EDIT_FACTS, TRANSLATE, CHECK_TRANSLATIONS])

        from acasa.foundation.packs.loading import register

        from .pack_parts import FactPart, TranslationPart

        for part in (FactPart(), TranslationPart()):
            register(part)

        from acasa.foundation.guard.findings import register_check

        from . import checks

        for check in (checks.translations, checks.facts):
            register_check(check)

        from acasa.foundation.feed.sources import register_source

        from . import named
        from .conflict_authoring import CONFLICTS
        from .waiting import SOURCES

        for source in (CONFLICTS, *SOURCES):
            register_source(source)
        named.register()
