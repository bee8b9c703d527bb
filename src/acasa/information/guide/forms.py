"""The authoring form of a page: what would break for readers is said before it is published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from acasa.foundation.staff.form_fields import Codes, Lines
from acasa.foundation.staff.forms import label_as_the_model
from acasa.information.directory.models import Audience


class GuidePageForm(WagtailAdminPageForm):
    """A draft may be incomplete; a page that is published or handed to a workflow may not."""

    audience = Codes(choices=Audience.choices)
    questions = Lines(required=False, help_text=_("One a line."))
    next_pages = Lines(required=False, help_text=_("Pages as topic/slug, one a line."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_as_the_model(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"action-publish", "action-submit"} & set(self.data) and not self.errors:
            from .queries import document_faults

            self._post_clean()
            for fault in document_faults({**self.instance.authored(), **self._address()}):
                self.add_error("blocks", fault)
        return cleaned

    def _address(self) -> dict[str, str]:
        parent = self.parent_page
        return {
            "topic": parent.specific.topic_id if parent else self.instance.topic_slug,
            "slug": self.cleaned_data.get("slug") or self.instance.slug,
        }
