"""What is written down of a database that is away, and of what it refuses."""

from __future__ import annotations

import logging

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, connection

from acasa.foundation.web.logs import OncePerOutage, configure


def record_of(cause: Exception) -> logging.LogRecord:
    try:
        raise OperationalError("no") from cause
    except OperationalError as error:
        told = (type(error), error, error.__traceback__)
    return logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Service", "/en/"), told)


@pytest.mark.parametrize("cause", [psycopg.OperationalError("refused"), psycopg.errors.AdminShutdown("away")])
def test_an_outage_is_one_line_a_minute_without_a_traceback(cause):
    discreet, first = OncePerOutage(), record_of(cause)
    assert discreet.filter(first)
    assert (first.getMessage(), first.exc_info) == ("the database does not answer", None)
    assert not any(discreet.filter(record_of(cause)) for _reader in range(100))
    discreet._next = 0
    assert discreet.filter(record_of(cause))


def test_a_query_that_took_too_long_is_told_whole_each_time():
    discreet = OncePerOutage()
    for _query in range(2):
        record = record_of(psycopg.errors.QueryCanceled("too long"))
        assert discreet.filter(record)
        assert record.exc_info


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "refusal", "stays"),
    [
        (
            "INSERT INTO django_content_type (app_label, model) SELECT 'ana.pop', 'x' FROM generate_series(1, 2)",
            IntegrityError,
            "unique constraint",
        ),
        (
            "SELECT CAST('ana.pop' || chr(10) || chr(10) || 'ana.pop' AS integer)",
            DataError,
            "invalid input syntax",
        ),
    ],
)
def test_a_value_that_the_database_refused_stands_in_no_log(sql, refusal, stays):
    with pytest.raises(refusal, match=r"ana\.pop") as refused, connection.cursor() as cursor:
        cursor.execute(sql)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    try:
        configure({"level": "ERROR"})
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s", ("x",), refused._excinfo)
        told = root.handlers[0].format(record)
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert "ana.pop" not in told
    assert stays in told
    assert "Traceback" in told
