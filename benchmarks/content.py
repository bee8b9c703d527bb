"""A database of a size: so many pages, each with several editions, in all nine languages."""

from __future__ import annotations

import json
import uuid
from typing import Any

import psycopg

from acasa.foundation.texts.rules import placeholders, sentence_hash
from tests.tools.databases import SOCKET

LANGUAGES = ("en", "fr", "ar", "uk", "ne", "ur", "ps", "bn")
# A little of each script, so that sizes and shaping are true to life.
FLAVOUR = {
    "en": "Please bring", "fr": "Veuillez apporter", "ar": "يرجى إحضار", "uk": "Будь ласка, принесіть",
    "ne": "कृपया ल्याउनुहोस्", "ur": "براہ کرم لائیں", "ps": "مهرباني وکړئ راوړئ", "bn": "অনুগ্রহ করে আনুন",
}  # fmt: skip
_TEXTS = {
    "title",
    "summary",
    "text",
    "items",
    "ask",
    "answer",
    "questions",
    *("for_whom", "when", "cost", "how_long", "where"),
}


def _numbered(value: Any, number: int, found: set[str], *, inside: bool = False) -> Any:
    if isinstance(value, dict):
        if value.get("kind") == "source":
            return value
        return {k: _numbered(v, number, found, inside=k in _TEXTS) for k, v in value.items()}
    if isinstance(value, list):
        return [_numbered(item, number, found, inside=inside) for item in value]
    if isinstance(value, str) and inside:
        text = f"{value} ({number})"
        found.add(text)
        return text
    return value


def fill(database: str, *, pages: int, editions: int) -> str:
    """Fills a copy of the loaded database up to so many pages; returns the address of one of them."""
    with psycopg.connect(host=SOCKET, user="postgres", dbname=database) as connection:
        connection.execute("SET session_replication_role = replica")  # no triggers: this is not an edit
        originals = connection.execute(
            "SELECT e.document, p.topic_id, p.review_by, p.owner_id, p.slug FROM guide_publication p"
            " JOIN guide_edition e ON e.id = p.edition_id ORDER BY p.slug <> 'family-doctor', p.slug"
        ).fetchall()
        sentences: set[str] = set()
        for number in range(pages - len(originals)):
            document, topic, review_by, owner, slug = originals[number % len(originals)]
            copy = _numbered({**document, "next": []}, number, sentences) | {"slug": f"{slug}-{number}"}
            key = str(uuid.uuid4())
            for edition in range(1, editions + 1):
                row = connection.execute(
                    "INSERT INTO guide_edition (page_key, number, topic, slug, document, published_at)"
                    " VALUES (%s, %s, %s, %s, %s, now()) RETURNING id",
                    [key, edition, topic, copy["slug"], json.dumps(copy)],
                ).fetchone()
            assert row
            connection.execute(
                "INSERT INTO guide_publication (page_key, topic_id, slug, edition_id, position, review_by, owner_id)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [key, topic, copy["slug"], row[0], 100 + number, review_by, owner],
            )
        with connection.cursor().copy(
            "COPY texts_sentence (hash, text, context, created_at) FROM STDIN"
        ) as copy_in:
            for text in sentences:
                copy_in.write_row((sentence_hash(text), text, "", "2026-11-21T00:00:00Z"))
        with connection.cursor().copy(
            "COPY texts_translation (sentence_id, language, text, state, checked_role, changed_at) FROM STDIN"
        ) as copy_in:
            for text in sentences:
                kept = "".join(f" {{{name}}}" for name in placeholders(text))
                for language in LANGUAGES:
                    words = f"{FLAVOUR[language]} {text.split('[')[0].split('{')[0]}{kept}"
                    copy_in.write_row(
                        (sentence_hash(text), language, words, "draft", "", "2026-11-21T00:00:00Z")
                    )
        connection.commit()
    with psycopg.connect(host=SOCKET, user="postgres", dbname=database, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # or the server would do it by itself while we measure
        connection.execute("CHECKPOINT")
    return _address(database)


def _address(database: str) -> str:
    with psycopg.connect(host=SOCKET, user="postgres", dbname=database) as connection:
        row = connection.execute(
            "SELECT topic_id, slug FROM guide_publication WHERE slug LIKE 'family-doctor-%' ORDER BY slug LIMIT 1"
        ).fetchone()
        assert row
        return f"/ne/guide/{row[0]}/{row[1]}/"
