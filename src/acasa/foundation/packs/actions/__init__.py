"""The only writers of what packs said: loading one, and settling where it and the application differ."""

from .conflicts import decide_conflict
from .load import load_pack

__all__ = ["decide_conflict", "load_pack"]
