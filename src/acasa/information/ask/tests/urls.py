"""The site's addresses with those of this room before them."""

from django.urls import include, path

from acasa.site.urls import urlpatterns as site

urlpatterns = [path("<language:lang>/", include("acasa.information.ask.urls")), *site]
