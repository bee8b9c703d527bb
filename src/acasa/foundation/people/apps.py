from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "acasa.foundation.people"
    label = "people"
