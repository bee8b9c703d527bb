"""What every template may use: the city, the language of the page, and the way to the same page in another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import queries
from .models import City


def page(request: HttpRequest) -> dict[str, Any]:
    """``city``, ``lang``, ``page_language``, ``languages``, ``behind`` (the path behind the language)."""
    try:
        city = queries.city()
    except City.DoesNotExist:
        return {"lang": getattr(request, "LANGUAGE_CODE", "en"), "languages": []}
    first, _, rest = request.path.lstrip("/").partition("/")
    here = first in city.languages
    lang = first if here else _spoken(getattr(request, "LANGUAGE_CODE", ""), city)
    query = request.META.get("QUERY_STRING", "")
    return {
        "city": city,
        "lang": lang,
        "page_language": queries.language(lang),
        "languages": queries.languages(),
        "behind": f"/{rest}" if here else "/",
        "query": f"?{query}" if query and here else "",
        "base_url": settings.BASE_URL,
        "demonstration": settings.DEMONSTRATION,
    }


def _spoken(code: str, city: City) -> str:
    return code if code in city.languages else city.pivot_language
