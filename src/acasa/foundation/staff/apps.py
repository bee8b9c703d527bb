from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "acasa.foundation.staff"
    label = "staff"

    def ready(self) -> None:
        from acasa.foundation.people.roles import register_grants

        from . import at_the_door  # noqa: F401 - it hears what happens there
        from .grants import OPEN_ROOM

        register_grants(verbs=[OPEN_ROOM])
