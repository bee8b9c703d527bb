from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _guard(sender, using, **kwargs) -> None:
    from .database import guard_database

    guard_database(using)


class GuardConfig(AppConfig):
    name = "acasa.foundation.guard"
    label = "guard"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self)
