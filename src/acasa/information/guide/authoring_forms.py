"""The authoring form of a page: what would break for readers is said at its place before it is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from acasa.foundation.city.models import Team
from acasa.foundation.staff.form_fields import Codes, Lines
from acasa.foundation.staff.forms import label_as_the_model
from acasa.information.directory.models import Audience

from . import meanwhile

_FIELDS = {"owner": "responsible", "next": "next_pages"}
"""Where the authored form has another name for a field than the page."""


class GuidePageForm(WagtailAdminPageForm):
    """A draft may be incomplete; a page that is published or handed to a workflow may not."""

    audience = Codes(choices=Audience.choices)
    questions = Lines(required=False, help_text=gettext_lazy("One a line."))
    next_pages = Lines(required=False, help_text=gettext_lazy("Pages as topic/slug, one a line."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label_as_the_model(self)
        if "slug" in self.fields:
            # Wagtail drops letters with diacritics from an address that is typed, not from one made of the title.
            attrs = self.fields["slug"].widget.attrs
            attrs["data-action"] = attrs["data-action"].replace("blur->w-slug#slugify", "blur->w-slug#urlify")
        if self.instance.responsible_id is None and "responsible" in self.fields:
            self.initial["responsible"] = usual_team(self.parent_page)

    @property
    def _goes_out(self) -> bool:
        """Whether readers or a second pair of eyes get the page now."""
        if {"action-publish", "action-submit", "action-restart-workflow"} & set(self.data):
            return True
        return self.data.get("workflow-action-name") == "approve"

    def clean_go_live_at(self) -> datetime | None:
        """An hour that is over would publish at once, unasked."""
        hour: datetime | None = self.cleaned_data["go_live_at"]
        if hour and "go_live_at" in self.changed_data and hour < timezone.now():
            raise ValidationError(
                _("This hour is over. Choose a later one, or leave it empty to publish now.")
            )
        return hour

    def clean_slug(self) -> str:
        """An address of plain letters, whatever was typed: “Școală nouă” becomes scoala-noua."""
        return slugify(self.cleaned_data["slug"]).replace("_", "-")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._refuse_lost_update()
        if not self._goes_out:
            self._complete(cleaned)
        elif not self.errors:
            self._refuse_faults()
        return cleaned

    def _complete(self, cleaned: dict[str, Any]) -> None:
        """A draft gets what the database needs and its author has not decided yet."""
        if (
            "responsible" in self.fields
            and not cleaned.get("responsible")
            and "responsible" not in self.errors
        ):
            cleaned["responsible"] = usual_team(self.parent_page)
        if "review_by" in self.fields and not cleaned.get("review_by") and "review_by" not in self.errors:
            cleaned["review_by"] = self.instance._meta.get_field("review_by").get_default()

    def _refuse_lost_update(self) -> None:
        """Somebody else's save since this page was opened is not written over unseen."""
        if self.subscription is None:  # only the editor's own screen gives one: a preview writes nothing
            return
        if by := meanwhile.saved_by_another(self.instance, self.data, lock=True):
            words = _(
                "%(person)s saved this page while you were writing. Nothing is lost: your text still stands below. "
                "Look at what the other changed, take it over, and save again."
            )
            self.add_error(None, words % {"person": by.user or "–"})

    def _refuse_faults(self) -> None:
        from .authoring_faults import page_faults

        self._post_clean()
        if self.errors:
            return
        authored = {**self.instance.authored(), **self._address()}
        blocks: dict[int, dict[tuple[Any, ...], str]] = {}
        whole: list[str] = []
        for fault in page_faults(authored, page_key=str(self.instance.translation_key)):
            match fault.place:
                case ("blocks", int(index), *rest):
                    blocks.setdefault(index, {}).setdefault(tuple(rest), fault.message)
                case ("blocks", *_rest):
                    whole.append(fault.message)
                case ("glance", str(name), *_rest):
                    self.add_error(f"glance_{name}", fault.message)
                case (str(name), *_rest) if (field := _FIELDS.get(name, name)) in self.fields:
                    self.add_error(field, fault.message)
                case _:
                    self.add_error(None, fault.message)
        if blocks or whole:
            errors = {index: _of_block(found) for index, found in blocks.items()}
            self.add_error("blocks", StreamBlockValidationError(block_errors=errors, non_block_errors=whole))

    def _address(self) -> dict[str, str]:
        parent = self.parent_page
        return {
            "topic": parent.specific.topic_id if parent else self.instance.topic_slug,
            "slug": self.cleaned_data.get("slug") or self.instance.slug,
        }


def _of_block(found: dict[tuple[Any, ...], str]) -> StructBlockValidationError:
    """The faults of one block at the fields they belong to."""
    fields: dict[str, ValidationError] = {}
    items: dict[int, ValidationError] = {}
    whole: list[str] = []
    for place, message in found.items():
        match place:
            case (str(name),):
                fields[name] = ValidationError(message)
            case ("items", int(number), *_rest):
                items[number] = ValidationError(message)
            case _:
                whole.append(message)
    if items:
        fields["items"] = ListBlockValidationError(block_errors=items)
    return StructBlockValidationError(block_errors=fields, non_block_errors=whole)


def usual_team(parent: Page | None) -> Team | None:
    """Who answers for most pages of a topic; the city's first team where there are none."""
    from .models import GuidePage

    pages = GuidePage.objects.child_of(parent) if parent else GuidePage.objects.all()
    counted = pages.values_list("responsible").annotate(n=Count("pk")).order_by("-n")
    first = counted.first()
    return Team.objects.filter(pk=first[0]).first() if first else Team.objects.first()
