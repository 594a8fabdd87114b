"""Addresses of the design system; the site includes them on every host."""

from django.urls import path

from . import pages

urlpatterns = [
    path("thema/<slug:slug>-<str:digest>.css", pages.theme_stylesheet, name="theme"),
    path("ontwerp", pages.catalogue, name="catalogue"),
]
