"""Whether the tables are what the models say, before anything meets the difference as an error of the database."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def why_not_as_models_say() -> str:
    """Why nothing can be loaded or served, and which command to run; empty where the tables are as the models say."""
    executor = MigrationExecutor(connection)
    return models_ahead(executor.loader) or tables_behind(executor) or columns_missing()


def models_ahead(loader: MigrationLoader) -> str:
    """Which rooms have models without a migration; empty where none has."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("acasa.")}
    now = ProjectState.from_apps(apps)
    found = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph, trim_to_apps=ours)
    rooms = sorted(ours & set(found))
    if not rooms:
        return ""
    changes = [
        operation.describe() for room in rooms for step in found[room] for operation in step.operations
    ]
    return (
        f"The models of {_listed(rooms)} changed, and no migration says so ({_listed(changes)}). "
        f"Run `acasa makemigrations {' '.join(rooms)}`, then `acasa prepare`."
    )


def tables_behind(executor: MigrationExecutor) -> str:
    """Which rooms have migrations that the database has not seen; empty where none has."""
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return ""
    names = [f"{step.app_label}.{step.name}" for step, _backwards in plan]
    return f"The tables are older than the program ({_listed(names)} to come). Run `acasa prepare`."


def columns_missing() -> str:
    """Which columns the migrations made that the database does not have: one was changed after it was applied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        )
        there = set(cursor.fetchall())
    missing = sorted(
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model.__module__.startswith("acasa.")
        for field in model._meta.local_concrete_fields
        if field.column and (model._meta.db_table, field.column) not in there
    )
    if not missing:
        return ""
    return (
        f"The database lacks {_listed(missing)}, though its migrations were applied: one was changed afterwards. Give "
        "it back its former text and run `acasa makemigrations` for what is new; or, where nothing in the database "
        "is worth keeping, `make reset`."
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
