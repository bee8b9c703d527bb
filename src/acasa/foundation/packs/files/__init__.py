"""The files of a city pack: reading them, what each thing must look like, and what is wrong, in words with its line."""

from .faults import Entry, Fault, FieldPath, PackInvalid, dotted, nearest_line
from .folder import LARGEST_FILE, PackFolder, read_written
from .schemas import PackModel
from .words import OTHER, problems, shaped
from .yaml_text import DEEPEST, LONGEST, MOST_NODES

__all__ = [
    "DEEPEST",
    "LARGEST_FILE",
    "LONGEST",
    "MOST_NODES",
    "OTHER",
    "Entry",
    "Fault",
    "FieldPath",
    "PackFolder",
    "PackInvalid",
    "PackModel",
    "dotted",
    "nearest_line",
    "problems",
    "read_written",
    "shaped",
]
