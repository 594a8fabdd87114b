"""Who may do what with reports and on the duty line."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission

_DESK = ("operator", "handler", "desk_clerk")
_HANDLERS = ("operator", "handler")
_BOARD = ("mayor", "board", "general_director", "administrator", "duty_planner", "coordinator")

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
    Permission("meldpunt.duty.self", "de eigen wachtbeurten regelen", ("duty_officer",)),
    Permission("meldpunt.duty.hours", "de uren van de wacht zien", ("duty_planner", "coordinator", "general_director")),
    Permission("meldpunt.duty.cover", "beslissen wie voor de gemeente antwoordt", ("general_director",)),
    Permission("meldpunt.partner.manage", "toegangen voor partners maken en intrekken", ("coordinator",)),
    Permission("meldpunt.drill.handle", "de nachtproef volgen", ("duty_planner", "coordinator")),
    Permission("meldpunt.local.write", "de plaatselijke kennis van de gemeente bijhouden", ("administrator", "operator", "handler")),
    Permission("meldpunt.protocol.publish", "protocollen van de wacht uitbrengen", ("coordinator",)),
    Permission("meldpunt.storm.lead", "een storm leiden: stormmodus, 1722 en antwoorden aan velen", ("coordinator",)),
    Permission("meldpunt.duty.plan", "het wachtrooster maken", ("duty_planner", "coordinator")),
    Permission("meldpunt.last_resort.read", "zien wie we bellen als niemand opneemt", _BOARD),
    Permission("meldpunt.last_resort.decide", "vastleggen wie we bellen als niemand opneemt", ("general_director", "administrator")),
    Permission(
        "meldpunt.contacted.log", "noteren dat een burgemeester of directeur gebeld werd", ("mayor", "general_director", "coordinator")
    ),
    Permission("meldpunt.participation.decide", "voor de eigen gemeente meedoen aan een wachtlijn", ("general_director",)),
)
