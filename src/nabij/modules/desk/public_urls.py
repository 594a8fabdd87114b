"""What the desk answers on a municipality's own host: the front door, contact, search, the statement."""

from django.urls import path

from .pages import mine, public, speak

urlpatterns = [
    path("", public.home, name="home"),
    path("contact", public.contact, name="contact"),
    path("toegankelijkheid", public.statement, name="statement"),
    path("openbaarheid", public.openness, name="openness"),
    path("help/spreken", speak.speak, name="speak"),
    path("help/spreken/ontvangen", speak.received, name="speak-received"),
    path("mijn", mine.page, name="mine"),
    path("mijn/afmelding", mine.sign_out, name="mine-sign-out"),
    path("zoeken", public.search, name="search"),
]
