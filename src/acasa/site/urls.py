"""The addresses of the house; they are stable, because they stand on paper."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
]
