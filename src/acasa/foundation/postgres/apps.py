from django.apps import AppConfig


class PostgresConfig(AppConfig):
    name = "acasa.foundation.postgres"
    label = "postgres_server"
