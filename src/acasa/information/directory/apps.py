from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "acasa.information.directory"
    label = "directory"

    def ready(self) -> None:
        from acasa.foundation.city.packs import register
        from acasa.foundation.texts.links import register_scheme

        from .pack_parts import OrganisationPart, TopicPart

        for part in (TopicPart(), OrganisationPart()):
            register(part)
        for scheme in ("service", "organisation"):
            register_scheme(scheme, "/{language}/places/{rest}/")

        from acasa.foundation.guard.findings import register_check

        from . import checks

        for check in (checks.hours, checks.organisations, checks.reports):
            register_check(check)

        from acasa.foundation.feed.sources import register_source

        from .waiting import SOURCES

        for source in SOURCES:
            register_source(source)
