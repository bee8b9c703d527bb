"""The directory's entry in the authoring room."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import authoring_parts
from .authoring import Directory

register_snippet(Directory)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("directory/hours/", authoring_parts.try_hours, name="hours-try")]
