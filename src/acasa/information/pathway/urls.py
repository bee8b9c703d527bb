from django.urls import path

from . import views

urlpatterns = [
    path("path/", views.path, name="path"),
    path("path/path.ics", views.calendar, name="path-calendar"),
    path("path/path.pdf", views.paper, name="path-paper"),
    path("path/desk/", views.desk, name="path-desk"),
    path("path/for-others/", views.for_others, name="path-for-others"),
    path("path/count/", views.count, name="path-count"),
]
