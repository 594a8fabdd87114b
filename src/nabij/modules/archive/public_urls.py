"""What the archive answers on a municipality's own host."""

from django.urls import path

from .pages import openness

urlpatterns = [
    path("openbaarheid", openness.ask, name="archive-ask"),
    path("openbaarheid/ontvangen", openness.received, name="archive-asked"),
]
