"""``/beheer``: the screens for who looks after an organisation, as far as the function opens them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access import may
from nabij.kernel.access.routes import staff_page

from .. import access

DOORS = (
    (access.HEALTH, "Leeft alles nog?", "/beheer/gezondheid", "Elk onderdeel, met wat u kunt doen als het stilvalt."),
    (access.MODULES, "Modules", "/beheer/modules", "Wat staat aan, sinds wanneer, op welk besluit."),
    (access.PEOPLE, "Mensen en functies", "/beheer/mensen", "Wie doet wat, tot wanneer, en wie mag wat."),
    (access.THEME, "Kleuren", "/beheer/organisatie/thema", "De kleuren van uw organisatie, met nazicht van het contrast."),
    (access.AUDIT, "Controlelog", "/beheer/controlelog", "Wie deed of bekeek wat, wanneer en waarom."),
)


@staff_page(access.ADMIN, module="desk")
def index(request: HttpRequest) -> HttpResponse:
    """Only the doors that open for this function."""
    actor = request.scope.actor  # type: ignore[attr-defined]
    return render(request, "desk/admin.html", {"doors": [door[1:] for door in DOORS if may(actor, door[0])]})
