"""Acting for somebody else: never without a ground, always with a row that the person can read (founding note N36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..access.policy import authorise
from ..audit import entries
from ..calendar import clock
from ..errors import MandateNeeded
from ..references import Reference
from .models import Mandate, OnBehalfAct, Party
from .rules import ORAL, Ground, act_problems

VERB = "kernel.mandate.act"


@dataclass(frozen=True, slots=True)
class Basis:
    """On what ground, how and why staff acts; ``proof`` says what was looked at."""

    ground: str
    channel: str
    reason: str
    proof: str = ""
    receipt: str = "print"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: the service, the row it made, and the promised day."""

    service: str
    service_nl: str
    subject: Reference
    promised_on: date | None = None


def require_ground(*, name: str, given: Basis) -> None:
    """Raises ``MandateNeeded`` (403, "volmacht-nodig") with what lacks: before anything is written."""
    problems = act_problems(name=name, ground=given.ground, channel=given.channel, reason=given.reason, proof=given.proof)
    if problems:
        raise MandateNeeded(" ".join(problems.values()))


def record_act(*, principal: Party, name: str, given: Basis, done: Done) -> OnBehalfAct:
    """The mandate and the act, in the transaction of the act itself. Raises ``Refused`` and ``MandateNeeded``."""
    actor = authorise(VERB)
    require_ground(name=name, given=given)
    now = clock.now()
    mandate = Mandate.objects.create(
        organisation_id=principal.organisation_id, principal=principal, agent_id=actor.account_id, agent_label=actor.label,
        service=done.service, ground=given.ground, proof=given.proof.strip(), since=now,
        until=now if Ground(given.ground) in ORAL else None,
    )
    act = OnBehalfAct.objects.create(
        organisation_id=principal.organisation_id, at=now, actor_label=actor.label, account_id=actor.account_id, function=actor.function,
        principal=principal, mandate=mandate, channel=given.channel, reason=given.reason.strip()[:200], service=done.service,
        service_nl=done.service_nl, subject_key=done.subject.key, subject_nl=done.subject.label[:160], promised_on=done.promised_on,
        receipt=given.receipt,
    )
    entries.record(
        "kernel.mandate.used", done.subject, organisation_id=principal.organisation_id, on_behalf=f"identity.party:{principal.id}",
        detail={"ground": given.ground, "channel": given.channel, "reason": given.reason.strip()[:200]},
    )
    return act


def acts_for(organisation_id: int, party_id: UUID) -> list[OnBehalfAct]:
    """What staff did for this person, newest first."""
    rows = OnBehalfAct.objects.filter(organisation_id=organisation_id, principal_id=party_id).select_related("mandate")
    return list(rows.order_by("-id")[:50])
