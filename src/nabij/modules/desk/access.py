"""Verbs of the desk's own screens; the verbs of the platform itself stand in ``kernel.modules.own``."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission
from nabij.kernel.modules.own import STAFF

PAGE = "desk.page.read"
WORK = "desk.work.read"
SEARCH = "desk.search.read"
ADMIN = "desk.admin.read"
PEOPLE = "desk.people.read"
RESOLVE = "desk.job.resolve"

ORGANISATION = "kernel.organisation.read"
CHOOSE = "kernel.capacity.choose"
MODULES = "kernel.module.read"
SWITCH = "kernel.module.switch"
THEME = "kernel.theme.write"
HEALTH = "kernel.health.read"
AUDIT = "kernel.audit.read"

_OVERSEERS = ("general_director", "administrator", "dpo", "web_editor", "duty_officer", "duty_planner", "operator")

PERMISSIONS = (
    Permission(PAGE, "de bladzijden van de gemeente lezen", public=True),
    Permission(WORK, "het eigen werk zien", STAFF),
    Permission(SEARCH, "zoeken over alles heen", STAFF),
    Permission(ADMIN, "de schermen voor beheer openen", _OVERSEERS),
    Permission(PEOPLE, "zien wie welke functie heeft", ("administrator", "general_director", "dpo")),
    Permission(RESOLVE, "een vastgelopen taak hernemen of afsluiten", ("administrator",)),
)
