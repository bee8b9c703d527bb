"""What the staff's own screens share: who may open them, and their tables as files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from acasa.foundation.people.queries import may_edit_guide


def editors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens a screen to editors and administrators; raises PermissionDenied for others."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_edit_guide(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def csv_file(name: str, header: list[str], rows: Iterable[list[Any]]) -> HttpResponse:
    """A table to download, as spreadsheets read it."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # spreadsheets then read the letters right
    table = csv.writer(response)
    table.writerow(header)
    table.writerows(rows)
    return response
