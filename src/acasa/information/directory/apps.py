from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "acasa.information.directory"
    label = "directory"

    def ready(self) -> None:
        from acasa.foundation.city.packs import register

        from .pack_parts import OrganisationPart, TopicPart

        for part in (TopicPart(), OrganisationPart()):
            register(part)
