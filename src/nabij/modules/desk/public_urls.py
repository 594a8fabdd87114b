"""What the desk answers on a municipality's own host: the front door, contact, search, the statement."""

from django.urls import path

from .pages import public

urlpatterns = [
    path("", public.home, name="home"),
    path("contact", public.contact, name="contact"),
    path("toegankelijkheid", public.statement, name="statement"),
    path("zoeken", public.search, name="search"),
]
