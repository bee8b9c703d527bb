from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "acasa.foundation.city"
    label = "city"

    def ready(self) -> None:
        from acasa.foundation.packs.loading import register
        from acasa.foundation.web.public import of_the_city

        from . import queries
        from .pack_parts import AreaPart, CityPart

        for part in (CityPart(), AreaPart()):
            register(part)
        of_the_city(languages=lambda: queries.city().languages, day_ends=queries.day_ends)
