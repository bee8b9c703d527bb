"""The guide's tables: pages as authors write them, editions as the public reads them, reviews, words, what is outside."""

from .editions import DirectoryLink, Edition, PageLink, Publication, Redirect, Withdrawal, WordUse
from .outside import Feedback, OutsideLink, OutsideLinkUse
from .pages import GuideIndex, GuidePage, Kind, RoomPage, TopicPage, in_a_year
from .reviews import SecondPerson, can_be_published, has_written
from .words import PlainPage, Word

__all__ = [
    "DirectoryLink", "Edition", "Feedback", "GuideIndex", "GuidePage", "Kind", "OutsideLink", "OutsideLinkUse", "PageLink",
    "PlainPage", "Publication", "Redirect", "RoomPage", "SecondPerson", "TopicPage", "Withdrawal", "Word", "WordUse",
    "can_be_published", "has_written", "in_a_year",
]  # fmt: skip
