"""The addresses of the one box and of the words, under ``/{lang}/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("ask/", views.answers, name="ask"),
    path("words/", views.words, name="words"),
]
