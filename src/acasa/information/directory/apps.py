from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "acasa.information.directory"
    label = "directory"

    def ready(self) -> None:
        from . import named

        named.register()
        from acasa.foundation.people.roles import register_grants

        from .grants import ADD_ORGANISATIONS, DIRECTORY_EDITOR, EDIT_DIRECTORY

        register_grants(roles=[DIRECTORY_EDITOR], verbs=[EDIT_DIRECTORY, ADD_ORGANISATIONS])

        from acasa.foundation.packs.loading import register

        from .pack_parts import OrganisationPart, TopicPart

        for part in (TopicPart(), OrganisationPart()):
            register(part)

        from acasa.foundation.guard.findings import register_check

        from . import checks

        for check in (checks.hours, checks.organisations, checks.reports):
            register_check(check)

        from acasa.foundation.feed.sources import register_source

        from .waiting import SOURCES

        for source in SOURCES:
            register_source(source)
