from django.apps import AppConfig


class PathwayConfig(AppConfig):
    name = "acasa.information.pathway"
    label = "pathway"

    def ready(self) -> None:
        from acasa.foundation.city.packs import register

        from .pack_parts import LetterPart, PersonaPart, QuestionPart, StepPart

        for part in (QuestionPart(), StepPart(), PersonaPart(), LetterPart()):
            register(part)
