"""Who may do what with reports and on the duty line."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission

_DESK = ("operator", "handler", "desk_clerk")
_HANDLERS = ("operator", "handler")

PERMISSIONS = (
    Permission("meldpunt.report.create", "een melding doen", public=True),
    Permission("meldpunt.report.follow", "een melding volgen met haar nummer", public=True),
    Permission("meldpunt.report.enter", "een melding opnemen voor iemand anders", _DESK),
    Permission("meldpunt.report.list", "meldingen van de eigen gemeente zien", _DESK),
    Permission("meldpunt.report.read", "een melding openen", _DESK),
    Permission("meldpunt.report.change_state", "een melding behandelen", _HANDLERS),
    Permission("meldpunt.report.moderate", "nazicht: vrijgeven of laten vallen", ("operator",)),
    Permission("meldpunt.contact.read", "contactgegevens van een melder openen", _HANDLERS),
    Permission("meldpunt.catalogue.load", "de regionale lijsten laden", ("coordinator",)),
    Permission("meldpunt.duty.read", "de wachtdienst zien", (*_HANDLERS, "duty_officer", "duty_planner", "coordinator")),
    Permission("meldpunt.duty.act", "een alarm opnemen of afsluiten", ("duty_officer",)),
    Permission("meldpunt.storm.lead", "een storm leiden: stormmodus, 1722 en antwoorden aan velen", ("coordinator",)),
    Permission("meldpunt.duty.plan", "het wachtrooster maken", ("duty_planner", "coordinator")),
)
