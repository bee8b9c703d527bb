"""The search index: one row a thing and language, and the words that occur."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Kind(models.TextChoices):
    PAGE = "page"
    SERVICE = "service"
    ORGANISATION = "organisation"
    WORD = "word"


class SearchEntry(models.Model):
    """What can be found: a page, service, organisation or word, in one language. Derived; never edited."""

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=160)
    language = models.CharField(max_length=12)
    topic = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    summary = models.TextField(blank=True)
    terms = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="one_entry_a_language")]
        indexes = [GinIndex(fields=["terms"], name="search_terms")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"


class SearchWord(models.Model):
    """A word of the index, how many things have it, and what it looks like without its ending."""

    word = models.CharField(primary_key=True, max_length=60)
    documents = models.PositiveIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], name="search_word_grams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
