"""Addresses that answer on every host."""

from django.urls import include, path

from nabij.site.pages import alive, ready

urlpatterns = [
    path("healthz/live", alive, name="alive"),
    path("healthz/ready", ready, name="ready"),
    path("", include("nabij.design.urls")),
]
