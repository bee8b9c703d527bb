"""The directory's entry in the authoring room."""

from wagtail.snippets.models import register_snippet

from .authoring import Directory

register_snippet(Directory)
