from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "acasa.information.letters"
    label = "letters"

    def ready(self) -> None:
        from acasa.foundation.feed.sources import register_source
        from acasa.foundation.guard.findings import register_check
        from acasa.foundation.packs.loading import register
        from acasa.foundation.people.roles import register_grants
        from acasa.information.guide.pointers import register as register_pointing

        from . import named, pack_parts, pointers, waiting
        from .grants import EDIT_LETTERS

        register_grants(verbs=[EDIT_LETTERS])
        named.register()
        register(pack_parts.LetterPart())
        register_source(waiting.VERIFY)
        register_pointing(pointers.POINTING)
        register_check(waiting.findings)
