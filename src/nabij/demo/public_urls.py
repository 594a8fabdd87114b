"""What a demo answers on a municipality's own host: taking the place of a resident."""

from django.urls import path

from .pages import sign_in

urlpatterns = [
    path("demo/als/<slug:username>", sign_in.sign_in_as, name="demo-resident"),
    path("demo/kaart/<slug:username>", sign_in.as_resident, name="demo-resident-card"),
]
