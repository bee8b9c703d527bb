from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "acasa.site"
    label = "acasa_site"
