"""What must be true before the public is served."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from acasa.foundation.guard.database import serving_role_faults


def refuse_wrong_role() -> None:
    """Raises ImproperlyConfigured where the database role could do more than serve."""
    faults = serving_role_faults()
    connection.close()
    if faults:
        raise ImproperlyConfigured(
            "This database role must not serve the public: "
            + "; ".join(faults)
            + ". Give DATABASE_URL the role acasa_app."
        )
