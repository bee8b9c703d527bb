from django.urls import path

from . import account

urlpatterns = [path("", account.account, name="account")]
