"""Verbs of the social dossier. A municipal function gives nothing here; a director and a mayor see counts only."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission

WORK = "dossier.file.work"
DECIDE = "dossier.handover.decide"
LOG = "dossier.log.read"
COUNT = "dossier.count.read"
CHECK = "dossier.folder.check"
READ_KEY = "dossier.key.read"
#: Held by no function: the command line of who holds the machine and the file (``nabij keyholder``).
KEEP_KEY = "dossier.key.keep"
OWN_ANSWER = "dossier.own.answer"

_WORKERS = ("social_worker", "chief_social_worker")

PERMISSIONS = (
    Permission(WORK, "werken in sociale dossiers waartoe u toegang kreeg", _WORKERS),
    Permission(DECIDE, "beslissen over een bezwaar en een overdracht vrijgeven", ("chief_social_worker",)),
    Permission(LOG, "het leeslog van de sociale dossiers nazien", ("chief_social_worker", "dpo")),
    Permission(COUNT, "aantallen van het OCMW zien, zonder personen", ("general_director", "chief_social_worker")),
    Permission(READ_KEY, "zien of de kluis van het OCMW open is", ("chief_social_worker", "dpo", "administrator")),
    Permission(OWN_ANSWER, "antwoorden op een brief van het OCMW over uzelf", public=True),
    Permission(CHECK, "nakijken of een meeneemmap echt is", public=True),
)
