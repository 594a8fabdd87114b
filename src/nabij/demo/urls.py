"""Addresses of the demo on the platform's own host. They stand before those of the modules, so its sign-in shows the cards."""

from django.urls import path

from .pages import about, answer, buttons, caller, gateway, note, sign_in, welcome

urlpatterns = [
    path("", welcome.welcome, name="demo-welcome"),
    path("nota", note.points, name="demo-note"),
    path("aanmelden", sign_in.sign_in, name="demo-sign-in"),
    path("demo/", buttons.panel, name="demo-panel"),
    path("demo/als/<slug:username>", sign_in.sign_in_as, name="demo-sign-in-as"),
    path("demo/punt", note.visit, name="demo-point"),
    path("demo/gateway", gateway.gateway, name="demo-gateway"),
    path("demo/beller", caller.caller, name="demo-caller"),
    path("demo/antwoord", answer.answer, name="demo-answer"),
    path("demo/klok", buttons.clock, name="demo-clock"),
    path("demo/databank", buttons.database, name="demo-database"),
    path("demo/sms", buttons.sms, name="demo-sms"),
    path("demo/storm", buttons.start_storm, name="demo-storm"),
    path("demo/knoeien", buttons.tamper, name="demo-tamper"),
    path("demo/controle", buttons.verify, name="demo-verify"),
    path("demo/kosten", about.costs, name="demo-costs"),
    path("demo/installeren", about.install, name="demo-install"),
    path("demo/opnieuw", buttons.beginning, name="demo-beginning"),
]
