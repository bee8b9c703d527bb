from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "acasa.foundation.web"
    label = "web"
