from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "acasa.foundation.people"
    label = "people"

    def ready(self) -> None:
        from . import (
            second_factor,  # noqa: F401 - it hears when one is set up
            sessions,  # noqa: F401 - it hears when one begins
        )
        from .grants import ADMINISTRATOR, MANAGE_PEOPLE
        from .roles import register_grants

        register_grants(roles=[ADMINISTRATOR], verbs=[MANAGE_PEOPLE])
