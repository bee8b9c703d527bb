from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "acasa.foundation.city"
    label = "city"

    def ready(self) -> None:
        from acasa.foundation.packs.loading import register
        from acasa.foundation.web.public import offer_languages

        from . import queries
        from .pack_parts import AreaPart, CityPart

        for part in (CityPart(), AreaPart()):
            register(part)
        offer_languages(lambda: queries.city().languages)
