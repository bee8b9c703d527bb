"""What must be true before the public is served."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from acasa.foundation.guard.database import serving_role_faults


def refuse_wrong_database() -> None:
    """Raises ImproperlyConfigured, in words, where :func:`why_not` finds a reason."""
    if reason := why_not():
        raise ImproperlyConfigured(reason)


def why_not() -> str:
    """Why this database must not serve the public: its role could do more, or it knows Latin letters only."""
    faults = serving_role_faults()
    with connection.cursor() as cursor:
        cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        (letters,) = cursor.fetchone()
    connection.close()
    if faults:
        return (
            "This database role must not serve the public: "
            + "; ".join(faults)
            + ". Give DATABASE_URL the role acasa_app."
        )

    if letters in ("C", "POSIX"):
        return (
            f"This database was made with LC_CTYPE “{letters}”, which knows Latin letters only: search would find "
            "nothing in Nepali, Bengali, Arabic or Ukrainian. Go on with `acasa backup FILE`, a database made with "
            "LC_CTYPE “C.UTF-8” (for the one in var/: `acasa stop`, then `make reset`), and `acasa restore FILE`."
        )
    return ""


def made_by_another_version(executor: MigrationExecutor) -> str:
    """Why these tables cannot be brought up to date: their history is not ours. Empty where it is."""
    loader = executor.loader
    ours = {app for app, _name in loader.disk_migrations}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in loader.disk_migrations
    )
    if not unknown:
        try:
            loader.check_consistent_history(connection)
        except InconsistentMigrationHistory as error:
            unknown = [str(error)]
    if not unknown:
        return ""
    shown = ", ".join(unknown[:3]) + (f" and {len(unknown) - 3} more" if len(unknown) > 3 else "")
    return (
        f"This database was made by another version of Acasă ({shown}). Nothing in it was changed. "
        "Run the version that made it, or a newer one; or start afresh with another database "
        "(for the one in var/: keep what you need with `acasa backup FILE`, then `make reset`)."
    )
