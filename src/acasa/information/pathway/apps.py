from django.apps import AppConfig


class PathwayConfig(AppConfig):
    name = "acasa.information.pathway"
    label = "pathway"

    def ready(self) -> None:
        from . import named

        named.register()
        from acasa.foundation.people.roles import register_grants

        from .grants import EDIT_PATH

        register_grants(verbs=[EDIT_PATH])

        from acasa.foundation.feed.sources import register_source
        from acasa.foundation.guard.findings import register_check
        from acasa.foundation.packs.loading import register
        from acasa.information.guide.pointers import register as register_pointing

        from . import pointers, waiting
        from .pack_parts import PersonaPart, QuestionPart, StepPart

        for part in (QuestionPart(), StepPart(), PersonaPart()):
            register(part)
        register_source(waiting.VERIFY)
        register_pointing(pointers.POINTING)
        register_check(waiting.findings)
