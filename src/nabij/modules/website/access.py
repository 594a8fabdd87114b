"""Verbs of the website and who holds them by default."""

from __future__ import annotations

from nabij.kernel.modules.manifest import Permission

PAGE = "website.page.read"
READ = "website.site.read"
SERVICE = "website.service.write"
PLACE = "website.place.write"
NEWS = "website.news.write"
CONCEPT = "website.concept.import"
PUBLISH = "website.site.publish"
ASK = "website.submission.create"
HANDLE = "website.submission.handle"

_EDITORS = ("web_editor", "administrator")

PERMISSIONS = (
    Permission(PAGE, "de site van de gemeente lezen", public=True),
    Permission(READ, "de schermen van de website openen", (*_EDITORS, "general_director", "desk_clerk")),
    Permission(SERVICE, "diensten van de eigen gemeente schrijven en publiceren", _EDITORS),
    Permission(PLACE, "plaatsen, teams en openingsuren bepalen", _EDITORS),
    Permission(NEWS, "nieuws en berichten schrijven en publiceren", _EDITORS),
    Permission(CONCEPT, "gedeelde concepten inlezen", ("coordinator",)),
    Permission(ASK, "een dienst vragen", public=True),
    Permission(HANDLE, "vragen om een dienst behandelen", ("desk_clerk", "handler", "head_of_service")),
    Permission(PUBLISH, "de site opnieuw publiceren", _EDITORS),
)
