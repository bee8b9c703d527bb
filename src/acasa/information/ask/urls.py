"""The address of the one box."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "ask"

urlpatterns = [path("<slug:lang>/ask/", views.answers, name="answers")]
