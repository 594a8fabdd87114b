"""The requester's first step, and both ways to stop early: withdraw (requester) and refuse (holder)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, RuleViolation
from nabij.kernel.events import facade as events
from nabij.kernel.tenancy import queries as directory

from ..events import HANDOVER_REQUESTED
from ..models import Handover
from ..queries import casework, files, journal
from ..queries import handovers as queries
from ..rules import handovers
from ..rules.handovers import ENDED, Event, Side, State
from . import exchange
from .files import number_of, worker

REFUSALS_NL = {
    "no_data": "we hebben geen gegevens", "no_basis": "er is geen grond", "not_competent": "u bent niet bevoegd",
    "risk": "dit kan iemand in gevaar brengen",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """Why the gegevens may be asked: all of it mandatory. ``checks`` are the five conditions of shared professional secrecy."""

    competence: str
    legal_basis: str
    purpose: str
    informed: str
    informed_on: date
    checks: list[str] = field(default_factory=list)

    def texts(self) -> dict[str, str]:
        return {
            "competence": self.competence, "legal_basis": self.legal_basis, "purpose": self.purpose, "informed": self.informed,
            "informed_on": self.informed_on.isoformat(),
        }


def request_handover(*, application_id: UUID, holder_id: int, requirements: list[str], basis: Basis) -> Handover:
    """Ask another OCMW for what one application needs. Raises ``Invalid`` with what the basis lacks, ``RuleViolation`` when it is
    not an OCMW in the exchange or when a hand-over with it runs already."""
    own, _, _ = worker()
    file, seen = casework.application(application_id, clock.today())
    _askable(own, holder_id, application_id)
    lacking = handovers.lacking(basis.texts(), basis.checks, requirements, [need.code for need in casework.needs(seen.aid)])
    if lacking:
        raise Invalid(lacking)
    handover = Handover.objects.create(
        organisation_id=own, exchange=uuid4(), side=Side.REQUESTER, other_id=holder_id, dossier=file.dossier,
        application_id=application_id, asked_on=clock.today(),
    )
    exchange.move(handover, Event.PREPARE)
    exchange.move(handover, Event.ASK)
    person = _person(file)
    content = {
        "person": person, "application": {"on": seen.received_on.isoformat(), "aid": seen.aid}, "requirements": sorted(requirements),
        "basis": basis.texts() | {"checks": sorted(basis.checks)},
    }
    exchange.send(handover, "request", content, lambda: _arrive(handover, person["number"]))
    exchange.record(handover, "dossier.handover.requested", why=basis.purpose[:200])
    events.publish(HANDOVER_REQUESTED, journal.reference(file.dossier))
    return handover


def _askable(own: int, holder_id: int, application_id: UUID) -> None:
    holder = directory.by_id(holder_id)
    if holder is None or holder.kind != "ocmw" or holder_id == own:
        raise Invalid({"holder": "Kies het OCMW waar het dossier nu is."})
    rows = Handover.objects.filter(application_id=application_id, other_id=holder_id)
    if rows.exclude(state__in=[state.value for state in ENDED]).exists():
        raise RuleViolation("Er loopt al een overdracht met dit OCMW voor deze aanvraag.")


def _person(file: files.OpenFile) -> dict[str, str]:
    """Who is meant. Only a number that this installation takes may enter an exchange: before the go, test numbers."""
    data = files.raw_person(file)
    if data["number"] and not hasattr(number_of(data["number"]), "digits"):
        raise RuleViolation("Dit nummer kan niet in een overdracht. Kijk het na in het dossier.")
    return {name: str(data[name]) for name in ("number", "first_name", "last_name", "birth")}


def _arrive(handover: Handover, number: str) -> None:
    """At the holder: its own row, matched with its own file by its own index. The requester learns nothing of that."""
    here = handover.other_id
    found = files.by_number(here, number) if number else None
    row = Handover.objects.create(
        organisation_id=here, exchange=handover.exchange, side=Side.HOLDER, other_id=handover.organisation_id, state=State.DRAFT.value,
        dossier=found, asked_on=clock.today(),
    )
    exchange.follow(here, row.exchange, Event.ASK, Side.REQUESTER, "dossier.handover.received")


def accept(*, handover_id: UUID) -> Handover:
    """The holder's worker takes the request up."""
    worker()
    handover = queries.locked(handover_id)
    if handover.dossier_id is None:
        raise RuleViolation("Bij dit nummer hoort hier geen dossier. Weiger de vraag met “we hebben geen gegevens”.")
    files.opened_by_id(handover.dossier_id)
    exchange.move(handover, Event.ACCEPT)
    there, key = handover.other_id, handover.exchange
    exchange.send(handover, "acknowledge", {}, lambda: _follow(there, key, Event.ACCEPT, Side.HOLDER))
    return handover


def refuse(*, handover_id: UUID, code: str, reason: str) -> Handover:
    """The holder says no, with a code and a reason that the requester reads. Its inquiry and its term go on."""
    worker()
    if code not in REFUSALS_NL or not reason.strip():
        raise Invalid({"reason": "Kies waarom u weigert, en leg het uit in één zin."})
    handover = queries.locked(handover_id)
    exchange.move(handover, Event.REFUSE)
    there, key = handover.other_id, handover.exchange
    content = {"code": code, "reason": reason.strip()}
    exchange.send(handover, "refuse", content, lambda: _follow(there, key, Event.REFUSE, Side.HOLDER))
    exchange.record(handover, "dossier.handover.ended", why=f"Geweigerd: {REFUSALS_NL[code]}.")
    return handover


def withdraw(*, handover_id: UUID, reason: str) -> Handover:
    """The requester stops, before anything was released."""
    worker()
    handover = queries.locked(handover_id)
    exchange.move(handover, Event.WITHDRAW)
    there, key = handover.other_id, handover.exchange
    content = {"reason": reason.strip()}
    exchange.send(handover, "withdraw", content, lambda: _follow(there, key, Event.WITHDRAW, Side.REQUESTER))
    exchange.record(handover, "dossier.handover.ended", why=reason.strip()[:200])
    return handover


def _follow(there: int, key: UUID, event: Event, by: Side) -> None:
    verb = "dossier.handover.told" if event is Event.ACCEPT else "dossier.handover.ended"
    exchange.follow(there, key, event, by, verb)
