"""The only writers of the guide: publishing, withdrawing, words, plain pages, feedback."""

from .authoring_room import guide_index, keep_pages
from .feedback import count_feedback
from .outside import note_link_result, place_outside_links
from .publishing import PageMissing, publish_edition, publish_revision, tie_links
from .withdrawing import StillNamed, keep_unpublished, withdraw_page, withdraw_publication
from .words import delete_word, save_word_form

__all__ = [
    "PageMissing",
    "StillNamed",
    "count_feedback",
    "delete_word",
    "guide_index",
    "keep_pages",
    "keep_unpublished",
    "note_link_result",
    "place_outside_links",
    "publish_edition",
    "publish_revision",
    "save_word_form",
    "tie_links",
    "withdraw_page",
    "withdraw_publication",
]
