from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "acasa.foundation.printing"
    label = "printing"
