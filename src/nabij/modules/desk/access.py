"""Verbs of the desk's own screens; the verbs of the platform itself stand in ``kernel.modules.own``."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission
from nabij.kernel.modules.own import COUNTER as SERVING
from nabij.kernel.modules.own import STAFF

PAGE = "desk.page.read"
WORK = "desk.work.read"
SEARCH = "desk.search.read"
ADMIN = "desk.admin.read"
PEOPLE = "desk.people.read"
RESOLVE = "desk.job.resolve"
COUNTER = "desk.counter.work"
FIGURES = "desk.figures.read"
SPEAK = "desk.help.ask"
MINE = "desk.mine.read"

ORGANISATION = "kernel.organisation.read"
CHOOSE = "kernel.capacity.choose"
MODULES = "kernel.module.read"
SWITCH = "kernel.module.switch"
THEME = "kernel.theme.write"
HEALTH = "kernel.health.read"
AUDIT = "kernel.audit.read"

_OVERSEERS = ("general_director", "administrator", "dpo", "web_editor", "duty_officer", "duty_planner", "operator")

_HEADS = ("desk_clerk", "head_of_service", "general_director", "chief_social_worker")

PERMISSIONS = (
    Permission(PAGE, "de bladzijden van de gemeente lezen", public=True),
    Permission(WORK, "het eigen werk zien", STAFF),
    Permission(SEARCH, "zoeken over alles heen", STAFF),
    Permission(ADMIN, "de schermen voor beheer openen", _OVERSEERS),
    Permission(PEOPLE, "zien wie welke functie heeft", ("administrator", "general_director", "dpo")),
    Permission(COUNTER, "aan de balie en de telefoon voor inwoners werken", SERVING),
    Permission(FIGURES, "zien of mensen aan het loket langer wachten", _HEADS),
    Permission(SPEAK, "vragen om met een medewerker te spreken", public=True),
    Permission(MINE, "de eigen gegevens zien", public=True),
    Permission(RESOLVE, "een vastgelopen taak hernemen of afsluiten", ("administrator",)),
)
