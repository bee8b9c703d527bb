from django.apps import AppConfig


class AskConfig(AppConfig):
    name = "acasa.information.ask"
    label = "ask"
