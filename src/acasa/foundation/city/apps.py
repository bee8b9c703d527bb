from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "acasa.foundation.city"
    label = "city"

    def ready(self) -> None:
        from .pack_parts import AreaPart, CityPart
        from .packs import register

        for part in (CityPart(), AreaPart()):
            register(part)
