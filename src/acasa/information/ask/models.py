"""The search index: one row a thing and language, and the words that occur."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from acasa.foundation.guard.declared import NotAudited


class Kind(models.TextChoices):
    PAGE = "page"
    SERVICE = "service"
    ORGANISATION = "organisation"
    WORD = "word"


class SearchEntry(models.Model):
    """What can be found: a page, service, organisation or word, in one language. Derived; never edited."""

    guard = NotAudited("derived from what the public reads")

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=160)
    language = models.CharField(max_length=12)
    thing = models.PositiveIntegerField(db_index=True, help_text="the same in all languages of one thing")
    topic = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    title_language = models.CharField(max_length=12)
    summary = models.TextField(blank=True)
    summary_language = models.CharField(max_length=12)
    names = ArrayField(models.TextField(), default=list, help_text="outlines of the title and other names")
    terms = SearchVectorField(help_text="words and stems, each with the weight of its best field")
    content = models.CharField(max_length=32, help_text="hash of all that was indexed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="one_entry_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"


class SearchWord(models.Model):
    """A word of the index or a stem (``permis-``), and the things that have it in any language."""

    guard = NotAudited("derived from what the public reads")

    word = models.CharField(primary_key=True, max_length=60)
    spelling = models.CharField(max_length=60, blank=True, help_text="as it is written; empty for a stem")
    documents = models.PositiveIntegerField()
    places = ArrayField(models.IntegerField(), help_text="thing * 4 + best field, in order")

    class Meta:
        indexes = [
            GinIndex(
                fields=["word"],
                name="search_word_likeness",
                opclasses=["gin_trgm_ops"],
                condition=~Q(spelling=""),
            )
        ]

    def __str__(self) -> str:
        return self.word
