"""Both sides of a hand-over: process for who works there, content only with a grant on the own file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nabij.kernel.crypto import unseal
from nabij.kernel.errors import NotFound
from nabij.kernel.signing import verify

from ..models import Handover, HandoverItem, HandoverStep, IssuerKey, Message, ObjectionDecision, Preview, ReceivedItem
from ..rules import handovers
from ..rules.handovers import ENDED, Objected, Offered, Reply, Side, State
from .files import OpenFile

PURPOSE = "dossier-exchange"


def by_id(handover_id: UUID) -> Handover:
    found = Handover.objects.filter(id=handover_id).select_related("other", "dossier", "organisation").first()
    if found is None:
        raise NotFound()
    return found


def locked(handover_id: UUID) -> Handover:
    found = Handover.objects.select_for_update().filter(id=handover_id).first()
    if found is None:
        raise NotFound()
    return found


def own_side(organisation_id: int, exchange: UUID) -> Handover:
    """This organisation's row of an exchange, locked."""
    found = Handover.objects.select_for_update().filter(organisation_id=organisation_id, exchange=exchange).first()
    if found is None:
        raise NotFound()
    return found


def running(organisation_id: int) -> list[Handover]:
    """Every hand-over of this OCMW that has not ended; process data only."""
    rows = Handover.objects.filter(organisation_id=organisation_id).exclude(state__in=[s.value for s in ENDED])
    return list(rows.select_related("other", "dossier").order_by("last_day", "asked_on", "id"))


def of_application(application_id: UUID) -> list[Handover]:
    return list(Handover.objects.filter(application_id=application_id).select_related("other").order_by("-id"))


def of_file(dossier_id: UUID) -> list[Handover]:
    return list(Handover.objects.filter(dossier_id=dossier_id).select_related("other").order_by("-id"))


def steps(handover_id: UUID) -> list[HandoverStep]:
    return list(HandoverStep.objects.filter(handover_id=handover_id).order_by("-id"))


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the selection, opened."""

    row: HandoverItem
    number: int
    data: dict[str, Any]
    reply_nl: str
    objected: Objected

    @property
    def value(self) -> str:
        return str(self.data["value"])


def items(file: OpenFile, handover: Handover) -> list[ItemView]:
    rows = HandoverItem.objects.filter(handover_id=handover.id).order_by("number")
    return [
        ItemView(row, row.number, row.get(file.key), handovers.REPLIES_NL[Reply(row.reply)], Objected(row.objected)) for row in rows
    ]


def offered(handover: Handover) -> list[Offered]:
    """The items as the release rule sees them; nothing is opened."""
    rows = HandoverItem.objects.filter(handover_id=handover.id).order_by("number")
    return [Offered(r.number, Reply(r.reply), r.statutory, Objected(r.objected), r.leaves_on) for r in rows]


def preview(file: OpenFile, handover: Handover) -> tuple[Preview, dict[str, Any]] | None:
    row = Preview.objects.filter(handover_id=handover.id).order_by("-made_at").first()
    return (row, row.get(file.key)) if row else None


def decision(file: OpenFile, item: HandoverItem) -> tuple[ObjectionDecision, dict[str, Any]] | None:
    row = ObjectionDecision.objects.filter(item_id=item.id).select_related("decided_by").first()
    return (row, row.get(file.key)) if row else None


def message(organisation_id: int, exchange: UUID, type: str, direction: str = "in") -> list[dict[str, Any]]:
    """Signed contents of the messages of one type, checked against the sender's public key, in order."""
    rows = Message.objects.filter(organisation_id=organisation_id, exchange=exchange, type=type, direction=direction)
    return [_checked(row) for row in rows.order_by("sequence")]


def seals(organisation_id: int, exchange: UUID, type: str, direction: str = "in") -> list[str]:
    """SHA-256 of the messages of one type, as they crossed: both sides keep the same."""
    rows = Message.objects.filter(organisation_id=organisation_id, exchange=exchange, type=type, direction=direction)
    return list(rows.order_by("sequence").values_list("sha256", flat=True))


def _checked(row: Message) -> dict[str, Any]:
    """Raises ``RuleViolation`` when signature, sender or addressee do not fit."""
    envelope = json.loads(unseal(row.organisation_id, PURPOSE, row.body))
    sender = row.peer_id if row.direction == "in" else row.organisation_id
    key = IssuerKey.objects.filter(organisation_id=sender, kid=envelope["kid"]).first()
    if key is None:
        raise NotFound()
    return verify(envelope["jws"], key.jwk)


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """One received item beside what the own file already knows about the same requirement."""

    row: ReceivedItem
    number: int
    data: dict[str, Any]
    verdict_nl: str
    judged: bool
    own: list[Any]


def received(file: OpenFile, application_id: UUID, own_findings: list[Any], handover_id: UUID | None = None) -> list[ReceivedView]:
    rows = ReceivedItem.objects.filter(application_id=application_id)
    rows = rows.filter(handover_id=handover_id) if handover_id else rows
    shown = []
    for row in rows.order_by("received_at", "number"):
        data = row.get(file.key) if row.sealed else {}
        verdict = handovers.Verdict(row.verdict)
        beside = [f for f in own_findings if f.known.requirement == data.get("requirement")][:3]
        shown.append(ReceivedView(row, row.number, data, handovers.VERDICTS_NL[verdict], verdict is not handovers.Verdict.NONE, beside))
    return shown


def side_of(handover: Handover) -> Side:
    return Side(handover.side)


def state_of(handover: Handover) -> State:
    return State(handover.state)


def window_over(handover: Handover, today: date) -> bool:
    return handover.last_day is not None and today > handover.last_day


def last_preview(handover_id: UUID) -> Preview | None:
    return Preview.objects.filter(handover_id=handover_id).order_by("-made_at").first()
