"""Addresses of the directory, under ``/{lang}/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<slug:slug>/", views.place, name="place"),
    path("actors/", views.actors, name="actors"),
    path("report/", views.report, name="report"),
    path("report/thanks/", views.report_thanks, name="report-thanks"),
]
