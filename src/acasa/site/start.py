"""What must be true before the public is served."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from acasa.foundation.guard.database import serving_role_faults
from acasa.foundation.web.audience import undeclared


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


def refuse_undeclared_views() -> None:
    """Raises ImproperlyConfigured where a view does not say for whom it is, ours or a library's."""
    if missing := undeclared():
        raise ImproperlyConfigured(
            "Nobody said for whom these addresses are: "
            + ", ".join(missing)
            + ". Declare their views (@everybody, @staff(VERB), @public_page()), or classify a library's in "
            "acasa/site/audiences.py."
        )
