"""Verbs of the social dossier. A municipal function gives nothing here; a director and a mayor see counts only."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission

WORK = "dossier.file.work"
DECIDE = "dossier.handover.decide"
LOG = "dossier.log.read"
COUNT = "dossier.count.read"
CHECK = "dossier.folder.check"

_WORKERS = ("social_worker", "chief_social_worker")

PERMISSIONS = (
    Permission(WORK, "werken in sociale dossiers waartoe u toegang kreeg", _WORKERS),
    Permission(DECIDE, "beslissen over een bezwaar en een overdracht vrijgeven", ("chief_social_worker",)),
    Permission(LOG, "het leeslog van de sociale dossiers nazien", ("chief_social_worker", "dpo")),
    Permission(COUNT, "aantallen van het OCMW zien, zonder personen", ("general_director", "chief_social_worker")),
    Permission(CHECK, "nakijken of een meeneemmap echt is", public=True),
)
