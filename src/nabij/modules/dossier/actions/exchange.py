"""What crosses from one OCMW to another: one signed message, kept at both sides, and a step on each side's own row.

The sender never reads or writes content of the other: the database hides every file from an account without a grant there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from nabij.kernel.audit import entries
from nabij.kernel.calendar import clock
from nabij.kernel.crypto import seal
from nabij.kernel.errors import RuleViolation
from nabij.kernel.modules import queries as modules
from nabij.kernel.references import Reference
from nabij.kernel.signing import kid_of, public_jwk, sign
from nabij.kernel.tenancy import queries as directory
from nabij.kernel.tenancy.scope import current, switch_to

from ..models import Handover, HandoverStep, IssuerKey, Message
from ..queries import handovers as queries
from ..queries import journal
from ..rules import handovers
from ..rules.handovers import Event, Side, State

CLOSED = "{} doet niet mee aan de uitwisseling van sociale dossiers. Vraag de gegevens op papier, of met een meeneemmap."


def ensure_issuer_key(organisation_id: int) -> None:
    """Publish the public key of the own OCMW, once."""
    kid = kid_of(organisation_id)
    if not IssuerKey.objects.filter(organisation_id=organisation_id, kid=kid).exists():
        IssuerKey.objects.create(organisation_id=organisation_id, kid=kid, jwk=public_jwk(organisation_id), since=clock.today())


def send(handover: Handover, type: str, content: dict[str, Any], there: Callable[[], None]) -> None:
    """Sign, keep a copy, and in the other OCMW keep it too and run ``there``, all in this transaction."""
    own, to = handover.organisation_id, handover.other_id
    ensure_issuer_key(own)
    body = {
        "exchange": str(handover.exchange), "type": type, "from": directory.name_of(own), "to": directory.name_of(to),
        "issued_at": clock.now().isoformat(), "body": content,
    }
    envelope = json.dumps({"kid": kid_of(own), "jws": sign(own, body)})
    _keep(own, to, handover.exchange, type, "out", envelope)
    with switch_to(to, ground=f"dossier: uitwisseling {handover.exchange}"):
        if "dossier" not in modules.enabled(to, clock.today()):
            raise RuleViolation(CLOSED.format(directory.name_of(to)))
        _keep(to, own, handover.exchange, type, "in", envelope)
        there()


def _keep(keeper: int, peer: int, exchange: UUID, type: str, direction: str, envelope: str) -> None:
    before = Message.objects.filter(organisation_id=keeper, exchange=exchange, direction=direction).count()
    Message.objects.create(
        organisation_id=keeper, peer_id=peer, exchange=exchange, type=type, direction=direction, sequence=before + 1,
        body=seal(keeper, queries.PURPOSE, envelope), sha256=hashlib.sha256(envelope.encode()).hexdigest(), at=clock.now(),
    )


def move(handover: Handover, event: Event, side: Side | None = None) -> State:
    """One step on the own row, by its own side. Raises ``RuleViolation``."""
    before = queries.state_of(handover)
    after = handovers.taken(before, event, side or queries.side_of(handover))
    _stepped(handover, before, after, event, current().actor.label)
    return after


def follow(organisation_id: int, exchange: UUID, event: Event, by: Side, verb: str, **fields: Any) -> Handover:
    """Inside ``switch_to``: the other side's row follows a step, named by organisation and not by person; the person's log tells it."""
    handover = queries.own_side(organisation_id, exchange)
    before = queries.state_of(handover)
    after = handovers.taken(before, event, by)
    for name, value in fields.items():
        setattr(handover, name, value)
    sender = directory.name_of(handover.other_id)
    _stepped(handover, before, after, event, sender)
    record(handover, verb, by=sender)
    return handover


def record(handover: Handover, verb: str, *, by: str = "", **detail: Any) -> None:
    """Audit on the own side, under the pseudonym of the person's file when there is one."""
    own = handover.organisation_id
    target = journal.pseudonym(own, handover.dossier_id) if handover.dossier_id else Reference(
        "dossier", "exchange", str(handover.exchange), "", own
    )
    entries.record(verb, target, organisation_id=own, detail={**detail, **({"by": by} if by else {})})


def _stepped(handover: Handover, before: State, after: State, event: Event, who: str) -> None:
    handover.state = after.value
    handover.row_version += 1
    handover.save()
    HandoverStep.objects.create(
        organisation_id=handover.organisation_id, handover=handover, from_state=before.value, to_state=after.value, event=event.value,
        who=who[:120], at=clock.now(),
    )
