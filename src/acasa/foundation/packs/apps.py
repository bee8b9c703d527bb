from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "acasa.foundation.packs"
    label = "packs"

    def ready(self) -> None:
        from acasa.foundation.people.roles import register_grants

        from .grants import LOAD_PACKS

        register_grants(verbs=[LOAD_PACKS])
