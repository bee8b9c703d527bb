from django.apps import AppConfig


class AskConfig(AppConfig):
    name = "acasa.information.ask"
    label = "ask"

    def ready(self) -> None:
        from acasa.foundation.web.versions import after_content_changes

        from .jobs import ask_for_refresh

        after_content_changes(ask_for_refresh)
