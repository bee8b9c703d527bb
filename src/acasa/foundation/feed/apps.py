from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "acasa.foundation.feed"
    label = "feed"

    def ready(self) -> None:
        from acasa.foundation.people.roles import register_grants

        from .grants import ASSIGN

        register_grants(verbs=[ASSIGN])
