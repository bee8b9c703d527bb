"""Addresses of letters, under ``/{lang}/``; they stand on paper, and do not change."""

from django.urls import path

from . import views

urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("letters/<slug:slug>/", views.letter, name="letter"),
    path("letters/<slug:slug>.pdf", views.paper, name="letter-paper"),
]
