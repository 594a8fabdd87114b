"""The kernel's own manifest: the verbs of its screens and API."""

from __future__ import annotations

from .manifest import Module, Permission

STAFF = (
    "general_director", "strategic_lead", "programme_contact", "board", "mayor", "coordinator", "operator", "handler", "duty_officer",
    "duty_planner", "desk_clerk", "administrator", "web_editor", "archivist", "social_worker", "chief_social_worker", "dpo",
    "head_of_service",
)

#: Who serves people at a desk, by phone or at home.
COUNTER = ("desk_clerk", "operator", "social_worker", "chief_social_worker")

MANIFEST = Module(
    name="kernel",
    label_nl="Platform",
    always_on=True,
    api="nabij.kernel.modules.api.router",
    permissions=(
        Permission("kernel.organisation.read", "organisaties opzoeken", STAFF, public=True),
        Permission("kernel.me.read", "eigen functie zien", STAFF),
        Permission("kernel.mandate.act", "iets doen voor een inwoner, op een grond die vastligt", COUNTER),
        Permission("kernel.call.work", "mensen terugbellen en brieven versturen", COUNTER),
        Permission("kernel.draft.resume", "een bewaard formulier openen met een code", COUNTER),
        Permission("kernel.draft.save", "een formulier bewaren om later verder te doen", public=True),
        Permission("kernel.call.ask", "vragen om teruggebeld te worden", public=True),
        Permission("kernel.geo.read", "een plaats opzoeken", STAFF, public=True),
        Permission("kernel.capacity.choose", "van functie wisselen", STAFF),
        Permission("kernel.module.read", "zien welke modules aan staan", STAFF),
        Permission("kernel.module.switch", "modules aan- en uitzetten", ("general_director", "administrator")),
        Permission("kernel.audit.read", "de controlelog lezen", ("dpo", "administrator")),
        Permission(
            "kernel.health.read", "de gezondheid van het platform zien", ("administrator", "duty_officer", "duty_planner", "operator")
        ),
        Permission("kernel.calendar.set", "werkuren en sluitingsdagen bepalen", ("general_director", "administrator", "web_editor")),
        Permission("kernel.theme.write", "de kleuren van de organisatie kiezen", ("administrator", "web_editor")),
        Permission("kernel.token.write", "tokens maken en intrekken", ("administrator",)),
        Permission("kernel.account.write", "aanmeldingen maken", ("administrator",)),
        Permission("kernel.function.write", "functies geven en beëindigen", ("administrator",)),
    ),
)
