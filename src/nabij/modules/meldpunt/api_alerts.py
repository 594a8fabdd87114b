"""API of the alarms: what is open, and taking one. The same act as the button, with the same refusals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from nabij.kernel.access.api import answer, operation
from nabij.kernel.audit import entries
from nabij.kernel.errors import NotFound
from nabij.kernel.references import Reference

from .actions import alarm
from .queries import duty

router = Router(tags=["meldpunt"])
READ, ACT = "meldpunt.duty.read", "meldpunt.duty.act"


def as_data(card: duty.AlarmCard) -> dict[str, Any]:
    """An alarm on the wire: no telephone, nothing of who reported it."""
    return {
        "id": str(card.id), "organisation": card.organisation_id, "report": str(card.report_id), "code": card.code_shown,
        "state": card.state, "text": card.text, "place": card.place, "opened_at": card.opened_at.isoformat(), "taken_by": card.taken_by,
        "taken_at": card.taken_at.isoformat() if card.taken_at else None,
        "next": {"name": card.next_name, "at": card.next_at.isoformat() if card.next_at else None},
        "last_resort": card.last_resort, "nobody_answered": card.last_resort and card.is_open, "result": card.result,
    }  # fmt: skip


@router.get("", summary="Open alarmen")
@operation(READ, module="meldpunt", widen=duty.duty_organisations)
def open_alarms(request: HttpRequest) -> HttpResponse:
    """Alarms that are open in the own municipality and, during the shift, in those of the line; not yet taken first."""
    cards = duty.open_alarms()
    for card in cards:
        _noted(request, card)
    return answer([as_data(card) for card in cards])


@router.get("/{alert_id}", summary="Eén alarm")
@operation(READ, module="meldpunt", widen=duty.duty_organisations)
def one(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alarm, open or closed."""
    return answer(as_data(_card(request, alert_id)))


@router.post("/{alert_id}/acknowledgement", summary="Neem een alarm op")
@operation(ACT, module="meldpunt", widen=duty.duty_organisations, creates=True)
def acknowledge(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Take it. 403 with who took it and when, when somebody was first; taking it twice oneself changes nothing."""
    _card(request, alert_id)
    alarm.acknowledge(alert_id=alert_id)
    return answer(as_data(_card(request, alert_id)), status=201)


def _card(request: HttpRequest, alert_id: UUID) -> duty.AlarmCard:
    card = duty.alarm(alert_id)
    if card is None:
        raise NotFound()
    _noted(request, card)
    return card


def _noted(request: HttpRequest, card: duty.AlarmCard) -> None:
    """Reading an alarm of another municipality is an entry in its log."""
    if card.organisation_id != request.scope.organisation_id:  # type: ignore[attr-defined]
        entries.log_read("meldpunt.alert.read", Reference("meldpunt", "alert", str(card.id), card.code, card.organisation_id))
