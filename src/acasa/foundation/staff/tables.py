"""The staff's tables as files."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse


def csv_file(name: str, header: list[str], rows: Iterable[list[Any]]) -> HttpResponse:
    """A table to download, as spreadsheets read it; a text that one would take for a formula stays a text."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # spreadsheets then read the letters right
    table = csv.writer(response)
    table.writerow(header)
    table.writerows([[_harmless(cell) for cell in row] for row in rows])
    return response


def _harmless(cell: Any) -> Any:
    # OWASP, “CSV Injection”: these characters begin a formula.
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
