"""Addresses of the demo on the platform's own host. They stand before those of the modules, so its sign-in shows the cards."""

from django.urls import path

from .pages import answer, buttons, gateway, sign_in, welcome

urlpatterns = [
    path("", welcome.welcome, name="demo-welcome"),
    path("aanmelden", sign_in.sign_in, name="demo-sign-in"),
    path("demo/", buttons.panel, name="demo-panel"),
    path("demo/als/<slug:username>", sign_in.sign_in_as, name="demo-sign-in-as"),
    path("demo/gateway", gateway.gateway, name="demo-gateway"),
    path("demo/antwoord", answer.answer, name="demo-answer"),
    path("demo/klok", buttons.clock, name="demo-clock"),
    path("demo/databank", buttons.database, name="demo-database"),
    path("demo/sms", buttons.sms, name="demo-sms"),
    path("demo/opnieuw", buttons.beginning, name="demo-beginning"),
]
