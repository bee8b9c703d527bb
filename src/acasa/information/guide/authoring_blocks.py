"""The typed blocks in which authors write; their names and fields are those of a pack's file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, StreamBlock, StructBlock, TextBlock, URLBlock
from wagtail.snippets.blocks import SnippetChooserBlock


def _unsure() -> BooleanBlock:
    return BooleanBlock(
        required=False, default=False, label=_("not confirmed"), help_text=_("The reader is told so.")
    )


def _text(**options) -> TextBlock:
    return TextBlock(rows=2, label=_("Text"), **options)


class TextStruct(StructBlock):
    text = _text()
    unsure = _unsure()


class StepBlock(StructBlock):
    title = CharBlock(label=_("What to do"))
    text = _text(required=False)
    unsure = _unsure()


class DocumentsBlock(StructBlock):
    title = CharBlock(required=False, label=_("Title"))
    items = ListBlock(CharBlock(label=_("Document")), label=_("Papers to bring"))
    unsure = _unsure()


class WhereBlock(StructBlock):
    service = SnippetChooserBlock("directory.Service", required=False, label=_("Service"))
    organisation = SnippetChooserBlock("directory.Organisation", required=False, label=_("Organisation"))
    text = _text(required=False)
    unsure = _unsure()


class QuestionBlock(StructBlock):
    ask = CharBlock(label=_("Question"))
    answer = _text()
    unsure = _unsure()


class TermBlock(StructBlock):
    word = SnippetChooserBlock("guide.Word", label=_("Official term"))
    unsure = _unsure()


class LetterBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    url = URLBlock(label=_("web address"))
    unsure = _unsure()


class SourceBlock(StructBlock):
    title = CharBlock(label=_("Title"))
    url = URLBlock(required=False, label=_("web address"))
    as_of = CharBlock(required=False, label=_("As of"), help_text=_("a date, a month or a year"))


class PageBlocks(StreamBlock):
    paragraph = TextStruct(icon="pilcrow", label=_("Paragraph"))
    step = StepBlock(icon="list-ol", label=_("Step"))
    documents = DocumentsBlock(icon="doc-full", label=_("Papers to bring"))
    cost = TextStruct(icon="tag", label=_("Cost"))
    deadline = TextStruct(icon="date", label=_("Deadline"))
    where = WhereBlock(icon="site", label=_("Where"))
    warning = TextStruct(icon="warning", label=_("Warning"))
    tip = TextStruct(icon="help", label=_("Tip"))
    question = QuestionBlock(icon="openquote", label=_("Question and answer"))
    term = TermBlock(icon="bold", label=_("Official term"))
    letter = LetterBlock(icon="mail", label=_("Letter"))
    source = SourceBlock(icon="link", label=_("Source"))
