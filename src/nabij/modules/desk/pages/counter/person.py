"""``/balie/persoon/<id>``: what may be shown at the desk of one person; the own page on paper; nothing after the goodbye."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nabij.kernel.access.routes import staff_page
from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.identity import mandates, parties
from nabij.kernel.modules.manifest import PersonSelf
from nabij.kernel.references import Reference

from ... import access
from ...queries import counter, own
from . import conversation
from .conversation import own_id


@staff_page(access.COUNTER, module="desk")
def detail(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Who it is, what we did together, and every service to start."""
    person = parties.by_id(own_id(request), party_id)
    if not conversation.is_open(request, party_id):
        return render(request, "desk/counter/closed.html", {})
    _note(request, party_id)
    context = {
        "person": person, "acts": mandates.acts_for(own_id(request), party_id),
        "services": counter.offered(request.scope.actor, own_id(request), request.enabled),  # type: ignore[attr-defined]
        "items": own.items(_self(request, person), request.enabled, clock.now()),  # type: ignore[attr-defined]
    }
    return render(request, "desk/counter/person.html", context)


def _note(request: HttpRequest, party_id: UUID) -> None:
    entries.log_read("desk.person.read", Reference("identity", "party", str(party_id), "", own_id(request)))


def _self(request: HttpRequest, person: parties.Person) -> PersonSelf:
    assert person.id is not None, "a person that was found has a row"
    return PersonSelf(person.account_id, ((own_id(request), person.id),))


@staff_page(access.COUNTER, module="desk")
def sheet(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """The own page on paper, for who has no screen: as far as this organisation may know."""
    person = parties.by_id(own_id(request), party_id)
    if not conversation.is_open(request, party_id):
        return render(request, "desk/counter/closed.html", {})
    _note(request, party_id)
    context = own.page(_self(request, person), request.enabled, clock.now()) | {"person": person, "printed_at": clock.now()}  # type: ignore[attr-defined]
    return render(request, "desk/counter/own_sheet.html", context)
