from django.urls import path

from . import account

urlpatterns = [
    path("", account.account, name="account"),
    path("signed-in/", account.sessions, name="account-sessions"),
    path("unsaved/", account.not_saved, name="account-unsaved"),
]
