"""What is written down of a database that is away."""

from __future__ import annotations

import logging

import psycopg
import pytest
from django.db.utils import OperationalError

from acasa.foundation.web.logs import OncePerOutage


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
