"""Addresses of the guide, under ``/{lang}/``."""

from django.urls import path

from . import views

urlpatterns = [
    path("emergency/", views.emergency, name="emergency"),
    path("guide/", views.topics, name="topics"),
    path("guide.pdf", views.booklet, name="guide-pdf"),
    path("guide/<slug:topic>.pdf", views.booklet, name="topic-pdf"),
    path("guide/<slug:topic>/", views.topic, name="topic"),
    path("guide/<slug:topic>/<slug:slug>/", views.page, name="page"),
    path("guide/<slug:topic>/<slug:slug>.pdf", views.page_pdf, name="page-pdf"),
    path("guide/<slug:topic>/<slug:slug>/history/", views.history, name="page-history"),
    path("guide/<slug:topic>/<slug:slug>/feedback/", views.feedback, name="page-feedback"),
    path("guide/<slug:topic>/<slug:slug>/thanks/<slug:answer>/", views.thanks, name="page-thanks"),
    path("words/<slug:slug>/", views.word, name="word"),
]
