"""Reads of the night telephone: whose number was rung, who rings next, what became of the calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from nabij.connect import voice
from nabij.kernel import crypto
from nabij.kernel.calendar import words

from ..models.alarm import AlertLog
from ..models.duty import ContactMethod, DutyLine
from ..models.night import CallState, NightCall, NightNumber, NightStep
from ..rules import night_call as rules
from ..rules.night_call import Target
from . import rota
from .chain import PURPOSE, chain_for


def municipality_of(called: str) -> int | None:
    """Whose night number this is (E.164). Needs no scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_night_number(%s)", [called])
        row = cursor.fetchone()
    return row[0] if row else None


def promised(at: datetime) -> list[int]:
    """Municipalities with a call-back that is due. Needs no scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nabij.duty_promised(%s)", [at])
        return [row[0] for row in cursor.fetchall()]


def targets(organisation_id: int, at: datetime) -> list[Target]:
    """Who is on duty for a municipality, in the order of the steps, with a proven number; empty outside any line."""
    chain = chain_for(organisation_id, at)
    line = DutyLine.objects.filter(id=chain.line_id).first() if chain.line_id else None
    if line is None:
        return []
    found = [(on.role, Target(str(on.person_id), on.name, number)) for on in rota.on_now(line, at) if (number := _number(on.person_id))]
    return rules.in_order(found, [step.target for step in chain.policy.steps])


def _number(person_id: UUID) -> str:
    """A telephone that can ring: the one for calls before the one for texts."""
    rows = ContactMethod.objects.filter(person_id=person_id, verified_at__isnull=False, kind__in=("voice", "sms"))
    row = rows.order_by("-kind", "rule_no").first()
    return crypto.unseal(row.organisation_id, PURPOSE, row.number) if row else ""


def wrong_codes(call: NightCall, since: datetime) -> tuple[int, int]:
    """Wrong voice codes: in this call, and on this municipality's number since a moment."""
    rows = NightStep.objects.filter(organisation_id=call.organisation_id, kind="code_wrong")
    return rows.filter(call=call).count(), rows.filter(at__gt=since).count()


def returned_at(call: NightCall) -> datetime | None:
    """When somebody rang back: the first time after the call that the reporter's number was opened to ring."""
    found = AlertLog.objects.filter(alert_id=call.alert, kind="reporter_called", at__gte=call.at) if call.alert else AlertLog.objects.none()
    return found.order_by("id").values_list("at", flat=True).first()


@dataclass(frozen=True)
class InForce:
    """How the night number of one municipality works now."""

    municipality: str
    number: str
    instruction: str
    by_voice: bool

    @property
    def sentence(self) -> str:
        if self.by_voice:
            return f"De spraakdienst van Nabij schakelt {self.number} door naar wie van wacht is."
        return f"Er is geen spraakdienst. Voor {self.number} geldt de doorschakeling van de telefooncentrale: {self.instruction}"


def in_force(organisation_ids: Sequence[int] | None = None) -> list[InForce]:
    """The night numbers of this scope, by municipality."""
    rows = NightNumber.objects.select_related("organisation").order_by("organisation__short_name")
    if organisation_ids is not None:
        rows = rows.filter(organisation_id__in=organisation_ids)
    by_voice = bool(voice.inbound())
    return [InForce(row.organisation.short_name, voice.spoken_number(row.number), row.instruction, by_voice) for row in rows]


@dataclass(frozen=True)
class CallView:
    """One call with its rows. Never the caller's number."""

    id: UUID
    municipality: str
    at: datetime
    word: str
    kind: str
    alert: UUID | None
    promised_by: datetime | None
    returned_at: datetime | None
    steps: list[NightStep]


_KINDS = {CallState.RINGING: "info", CallState.FORWARDED: "ok", CallState.RETURNED: "ok", CallState.MISSED: "warn", CallState.ENDED: "warn"}


def calls(at: datetime, days: int = 14) -> list[CallView]:
    """The calls of the last days in this scope, newest first."""
    rows = list(NightCall.objects.filter(at__gt=at - timedelta(days=days)).select_related("organisation")[:50])
    steps: dict[UUID, list[NightStep]] = {row.id: [] for row in rows}
    for step in NightStep.objects.filter(call__in=rows).order_by("id"):
        steps[step.call_id].append(step)
    return [_view(row, steps[row.id]) for row in rows]


def _view(row: NightCall, steps: list[NightStep]) -> CallView:
    back = returned_at(row)
    state = CallState.RETURNED if row.state == CallState.MISSED and back else CallState(row.state)
    return CallView(
        row.id, row.organisation.short_name, row.at, state.label, _KINDS[state], row.alert,
        row.promised_by if not row.settled_at else None, back, steps,
    )  # fmt: skip


def until_words(moment: datetime, language: str) -> str:
    """ "2.25 uur", or "2 h 25" for a French sentence."""
    text = words.time_text(moment)
    return text.removesuffix(" uur").replace(".", " h ") if language == "fr" else text
