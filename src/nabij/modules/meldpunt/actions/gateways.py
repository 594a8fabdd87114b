"""Every six hours a test message through each provider to a number that only receives: a provider without receipt proves nothing.

The rows leave as every message of the line that is no alarm (`duty_calls`); nobody's telephone rings, unless a receipt stays away.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db.models import QuerySet

from nabij.connect.sms import providers
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock, words

from ..models.duty import DutyLine
from ..models.duty_call import DutyCall, Purpose
from ..rules import gateways as rules
from ..rules.gateways import State, Test
from . import duty_calls
from .duty_calls import About

#: Whom it is for: nobody.
NOBODY = uuid.UUID(int=0)
TEXT = "Proef van de wachtdienst van Nabij: dit bericht kijkt na of deze aanbieder berichten aflevert. U hoeft niets te doen."


def hold(*, owner: int) -> int:
    """Write the tests that are due. Two engines write the same row, so it leaves once. Returns how many are new."""
    now = clock.now()
    if not settings.NABIJ_DUTY_TEST_NUMBER:
        return 0
    last = {row.provider: Test(row.due_at, row.delivered_at) for row in _tests(owner).order_by("due_at")}
    due = [(kind, one.name) for kind in ("sms", "voice") for one in providers(kind) if rules.is_due(last.get(one.name), now)]
    rows = [
        DutyCall(
            organisation_id=owner, purpose=Purpose.GATEWAY, subject=f"{name}:{now:%Y-%m-%dT%H}", recipient=NOBODY,
            recipient_name="proefnummer", method=NOBODY, kind=kind, provider=name, text=TEXT, due_at=now,
        )
        for kind, name in due
    ]  # fmt: skip
    DutyCall.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _tests(owner: int) -> QuerySet[DutyCall]:
    return DutyCall.objects.filter(organisation_id=owner, purpose=Purpose.GATEWAY)


def decide(*, owner: int) -> int:
    """Close the tests whose time is over; a missing receipt is told to the coordinators of the lines. Returns how many."""
    now, decided = clock.now(), 0
    waiting = _tests(owner).select_for_update(skip_locked=True).filter(decided_at=None, due_at__lte=now - rules.RECEIPT_WITHIN)
    for call in waiting:
        found = rules.state(Test(call.due_at, call.delivered_at), now)
        call.decided_at = now
        if found is State.NO_RECEIPT and not call.problem:
            call.problem = "geen ontvangstbewijs."
        call.save(update_fields=["decided_at", "problem"])
        audit.record("meldpunt.gateway.tested", call, detail={"provider": call.provider, "outcome": found})
        decided += 1
        if found is State.NO_RECEIPT:
            _tell(owner, call)
    return decided


def _tell(owner: int, call: DutyCall) -> None:
    """Each coordinator once, whatever the number of lines; every provider is tried until one takes it."""
    what = f"Aanbieder {call.provider} gaf geen ontvangstbewijs van de proef van {words.time_text(call.due_at)}."
    text = f"{what} Kijk op de pagina Nachtproef en bel de aanbieder. Antwoord 1."
    for line in DutyLine.objects.filter(organisation_id=owner).order_by("slug"):
        about = About(Purpose.MISSED, str(call.id), text, line.id)
        if duty_calls.call_coordinators(owner=owner, about=about, at=clock.now()):
            return
