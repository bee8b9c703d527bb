from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "acasa.foundation.feed"
    label = "feed"
