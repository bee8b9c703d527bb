from django.urls import path

from . import letters, views

urlpatterns = [
    path("path/", views.path, name="path"),
    path("path/path.ics", views.calendar, name="path-calendar"),
    path("path/path.pdf", views.paper, name="path-paper"),
    path("path/desk/", views.desk, name="path-desk"),
    path("path/for-others/", views.for_others, name="path-for-others"),
    path("path/count/", views.count, name="path-count"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<slug:slug>/", letters.letter, name="letter"),
]
