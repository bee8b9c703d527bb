"""The address of the one box, under ``/{lang}/``."""

from django.urls import path

from . import views

urlpatterns = [path("ask/", views.answers, name="ask")]
