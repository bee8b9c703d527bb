"""The addresses of the house; they are stable, because they stand on paper."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path, register_converter
from django.urls.converters import StringConverter
from wagtail.admin import urls as wagtailadmin_urls

from acasa.foundation.staff import account
from acasa.information.directory import api as hsds
from acasa.information.directory.cpsv_ap import cpsv_ap
from acasa.information.guide.views import plain, short

from . import accounts, second_factors, views
from .rooms import FOR_READERS, rooms


class LanguageCode(StringConverter):
    """A language of the interface; whether the city offers it is asked later."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)


register_converter(LanguageCode, "language")

handler403 = "acasa.site.views.forbidden"
handler429 = "acasa.site.views.too_many"  # allauth asks for it
handler404 = "acasa.site.views.not_found"
handler500 = "acasa.site.views.server_error"

urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("health/", views.alive, name="alive"),
    path("health/ready/", views.ready, name="ready"),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security_contact),
    path("sitemap.xml", views.sitemap),
    path("api/hsds/", hsds.urls),
    path("api/cpsv-ap.jsonld", cpsv_ap, name="cpsv-ap"),
    # Wagtail's own ways in lead to ours, which asks for the second factor.
    path("cms/login/", account.sign_in_here),
    path("cms/password_reset/", account.forgotten_here),
    path("cms/logout/", account.sign_out_here),
    path("cms/account/", account.room_account, name="room-account"),
    path("cms/", include(wagtailadmin_urls)),
    path("account/", include("acasa.foundation.staff.urls")),
    path("accounts/password/reset/", accounts.forgotten),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", second_factors.remove_passkey),
    path("accounts/", include("allauth.urls")),
    re_path(r"^q/(?P<code>[0-9a-f]{8}-[a-z-]+)$", short, name="short"),
    path("<language:lang>/", views.home, name="home"),
    *(path("<language:lang>/", include(f"{room}.urls")) for room in rooms(FOR_READERS, having="urls")),
    path("<language:lang>/<slug:slug>/", plain, name="plain"),  # whatever no room has a word for
]
