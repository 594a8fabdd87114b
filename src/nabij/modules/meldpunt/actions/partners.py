"""Doors for partners: the coordinator issues and withdraws them; whoever holds one reports, and can do nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.calendar.words import date_text
from nabij.kernel.errors import Invalid, NotFound, Refused, RuleViolation, TooMany
from nabij.kernel.tenancy.scope import Actor, current, scope, switch_to

from ..models import Report
from ..models.doors import PartnerDoor, PartnerUse
from ..queries import partners as queries
from ..queries.intake import receivers
from ..queries.partners import Door
from ..rules import partners as rules
from ..rules.form import Contact, NewReport, Typed
from ..rules.partners import DoorState, Told
from .report import create_report

MANAGE, RECOGNISE = "meldpunt.partner.manage", "meldpunt.duty.read"
#: 26 letters and digits from 32: 130 bits, and readable aloud over a telephone.
ALPHABET, LENGTH = "abcdefghijkmnpqrstuvwxyz23456789", 26


@dataclass(frozen=True)
class Issued:
    """A new door and its token, which exists nowhere else."""

    door: PartnerDoor
    token: str


@dataclass(frozen=True)
class Voiced:
    """A door and its new voice code, which exists nowhere else."""

    door: PartnerDoor
    figures: str


@dataclass(frozen=True)
class Wish:
    """For whom a door is. ``host_id``: the municipality that gets what comes in without a known place."""

    name: str
    kind: str
    host_id: int
    callback: str
    valid_until: date


def issue(*, wish: Wish, token: str = "") -> Issued:
    """Make a door in the running organisation. A told ``token`` is for the story of the demo, which prints its address."""
    actor = authorise(MANAGE)
    now = clock.now()
    if wish.valid_until < clock.today():
        raise Invalid({"valid_until": "Kies een einddatum die nog moet komen."})
    if wish.host_id not in {one.organisation_id for one in receivers(clock.today()).values()}:
        raise Invalid({"host": "Kies een gemeente van de regio."})
    token = token or "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    door = PartnerDoor.objects.create(
        organisation_id=_own(), name=wish.name, kind=wish.kind, host_id=wish.host_id, callback=wish.callback,
        token_hash=queries.hash_of(token), issued_at=now, issued_by=actor.label, valid_until=wish.valid_until,
    )  # fmt: skip
    audit.record("meldpunt.partner.issued", door, detail={"name": door.name, "valid_until": wish.valid_until.isoformat()})
    return Issued(door, token)


def withdraw(*, door_id: UUID) -> PartnerDoor:
    """Close a door, from this moment on. A second press changes nothing."""
    actor = authorise(MANAGE)
    door = _locked(door_id)
    if door.withdrawn_at is None:
        door.withdrawn_at, door.withdrawn_by = clock.now(), actor.label
        door.save(update_fields=["withdrawn_at", "withdrawn_by"])
        audit.record("meldpunt.partner.withdrawn", door, detail={"name": door.name})
    return door


def issue_voice(*, door_id: UUID, figures: str = "") -> Voiced:
    """A voice code for a door, in the place of the one it had: by it the partner is recognised on the telephone.

    Told ``figures`` are for the story of the demo. Raises ``RuleViolation`` for a door that is closed.
    """
    actor = authorise(MANAGE)
    door = _locked(door_id)
    if door_state(door) is not DoorState.OPEN:
        raise RuleViolation("Deze toegang is gesloten. Maak eerst een nieuwe toegang.")
    before, figures = door.voice_hash, figures or f"{secrets.randbelow(10 ** rules.VOICE_FIGURES):0{rules.VOICE_FIGURES}d}"
    door.voice_hash, door.voice_issued_at, door.voice_issued_by = queries.voice_hash_of(figures), clock.now(), actor.label
    door.save(update_fields=["voice_hash", "voice_issued_at", "voice_issued_by"])
    audit.record("meldpunt.partner.voice_issued", door, detail={"name": door.name, "replaces": bool(before)})
    return Voiced(door, figures)


def withdraw_voice(*, door_id: UUID) -> PartnerDoor:
    """From now on no code is recognised for this door. A second press changes nothing."""
    authorise(MANAGE)
    door = _locked(door_id)
    if door.voice_hash is not None:
        door.voice_hash, door.voice_issued_at, door.voice_issued_by = None, None, ""
        door.save(update_fields=["voice_hash", "voice_issued_at", "voice_issued_by"])
        audit.record("meldpunt.partner.voice_withdrawn", door, detail={"name": door.name})
    return door


def recognise(*, said: str) -> Door:
    """Who says this voice code to a colleague on the telephone. Both the one that fits and the one that does not are on record.

    Raises ``Invalid`` for figures that are nobody's (any more).
    """
    authorise(RECOGNISE)
    found = queries.door_of_voice(rules.voice_figures(said))
    if found is None or found.state(clock.today()) is not DoorState.OPEN:
        raise Invalid({"code": "Deze stemcode is van niemand. Vraag de cijfers nog eens, of bel terug op het vaste nummer van de dienst."})
    audit.record("meldpunt.partner.recognised", organisation_id=_own(), detail={"door": str(found.id), "name": found.name})
    return found


def _locked(door_id: UUID) -> PartnerDoor:
    door = PartnerDoor.objects.select_for_update(of=("self",)).filter(id=door_id, organisation_id=_own()).first()
    if door is None:
        raise NotFound()
    return door


def door_state(door: PartnerDoor) -> DoorState:
    return rules.door_state(valid_until=door.valid_until, withdrawn_at=door.withdrawn_at, on=clock.today())


def _own() -> int:
    own = current().organisation_id
    if own is None:
        raise NotFound()
    return own


@contextmanager
def through(door: Door, *, writing: bool = False) -> Iterator[None]:
    """The scope of whoever holds this door: the door's own log and the municipality that receives without a place.

    Raises ``Refused`` with the sentence for a door that is closed.
    """
    state = door.state(clock.today())
    if state is DoorState.WITHDRAWN and door.withdrawn_at is not None:
        raise Refused(f"Deze toegang van {door.name} is ingetrokken op {date_text(door.withdrawn_at)}.")
    if state is DoorState.EXPIRED:
        raise Refused(f"Deze toegang van {door.name} liep af op {date_text(door.valid_until)}.")
    both = {door.organisation_id, door.host_id}
    actor = Actor(kind="machine", label=f"deur van {door.name}", organisation_id=door.organisation_id)
    with scope(
        reading=both, writing=both if writing else (), actor=actor, reason="melding van een partner", organisation_id=door.organisation_id
    ):
        yield


def report(*, door: Door, told: Told, form_key: str, chosen: int | None = None) -> Report:
    """Take in a partner's report: acute unless it can wait, counted on its own, in one transaction with its alarm.

    Runs inside ``through``. Raises ``TooMany`` for a burst, ``Invalid`` for words that cannot be used.
    """
    if is_busy(door):
        raise TooMany(f"Via deze toegang kwamen net {rules.PER_QUARTER} meldingen binnen. Bel de wachtdienst voor de volgende.")
    typed = Typed(told.what, told.place, danger_answer=told.danger_answer, chosen=chosen, keep_outside=True)
    made = create_report(
        organisation_id=door.host_id,
        report=NewReport(
            typed, channel=Report.Channel.PARTNER, contact=Contact(name=door.name, phone=told.callback), form_key=form_key,
            entered_by=door.name,
        ),
    )  # fmt: skip
    note_use(door=door, made=made)
    return made


def is_busy(door: Door) -> bool:
    """So many reports came through this door in a quarter of an hour that a human must be rung."""
    now = clock.now()
    return rules.is_burst(queries.uses_since(door.id, now - rules.QUARTER), now)


def note_entry(*, door: Door) -> None:
    """A device was let in through this door. Runs inside ``through``."""
    audit.record("meldpunt.partner.entered", organisation_id=door.organisation_id, detail={"door": door.name})


def note_use(*, door: Door, made: Report) -> None:
    """Count a report with its door, once."""
    if queries.use_of(door.id, made.code) is not None:
        return
    PartnerUse.objects.create(
        organisation_id=door.organisation_id, door_id=door.id, at=clock.now(), code=made.code, municipality_id=made.organisation_id,
        urgency=made.urgency,
    )  # fmt: skip
    detail = {"door": door.name, "code": made.code, "urgency": made.urgency}
    audit.record("meldpunt.partner.reported", organisation_id=door.organisation_id, detail=detail)


@contextmanager
def at_municipality(use: PartnerUse) -> Iterator[None]:
    """The scope of the municipality of one report of this door, for its receipt."""
    with switch_to(use.municipality_id, ground="een partner leest wie zijn melding nam"):
        yield
