"""What someone on duty arranges without the planner: take a shift over, ask who can take mine, answer, be away.

The rota belongs to the partnership, the person to a municipality: each act steps over that border on a named ground, and both logs say so.
Rules of work block an act of one's own; the planner sees the request and may still let it through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nabij.kernel.access import authorise
from nabij.kernel.audit import entries as audit
from nabij.kernel.calendar import clock
from nabij.kernel.errors import Invalid, NotFound, Refused
from nabij.kernel.tenancy.scope import current, switch_to

from ..models.duty import DutyLine, DutyPerson, Shift
from ..models.rota import Absence, SwapRequest
from ..queries import rota_quality
from ..rules.rota import BRUSSELS
from ..rules.swaps import SwapEvent, after
from ..rules.swaps import SwapState as State
from . import shift_handing as handing
from . import shifts
from .rota import PLAN, may_stand, own_line
from .rota_notices import tell_person

SELF = "meldpunt.duty.self"
GROUND = "eigen wachtbeurt regelen"


@dataclass(frozen=True)
class Stretch:
    """Whose duty in which role over [start, end) of which line."""

    line_id: UUID
    role: str
    start: datetime
    end: datetime


def myself() -> DutyPerson:
    """The person of the running account. Raises ``Refused`` when this account is nobody of a duty line."""
    account = current().actor.account_id
    found = DutyPerson.objects.filter(account_id=account).order_by("id").first() if account else None
    if found is None:
        raise Refused("U staat niet op de lijst van een wachtlijn. Vraag het aan de planner.")
    return found


@contextmanager
def _at_the_line(organisation_id: int) -> Iterator[None]:
    """The scope of the partnership that runs the line, unless it is already ours."""
    if organisation_id in current().writing:
        yield
        return
    with switch_to(organisation_id, ground=GROUND, tags=[f"partnership:{organisation_id}"]):
        yield


def _line(line_id: UUID) -> DutyLine:
    found = DutyLine.objects.filter(id=line_id).first()
    if found is None:
        raise NotFound()
    return found


def _future(stretch: Stretch) -> Stretch:
    """From now on: what is over cannot be given away. Raises ``Invalid``."""
    now = clock.now()
    if stretch.end <= max(stretch.start, now):
        raise Invalid({"end": "Deze tijd is al voorbij. Kies een einde dat nog komt."})
    return Stretch(stretch.line_id, stretch.role, max(stretch.start, now), stretch.end)


def take_over(*, stretch: Stretch, giver_id: UUID) -> SwapRequest:
    """I take this duty, all or part of it, at once; the giver is told. Of two people who claim it, one gets it and the other reads who."""
    authorise(SELF)
    taker, line, part = myself(), _line(stretch.line_id), _future(stretch)
    with _at_the_line(line.organisation_id):
        line = shifts.locked(line)
        giver = _person(line, giver_id)
        if giver.id == taker.id:
            raise Invalid({"": "Dit is uw eigen wachtbeurt."})
        handing.shift_of(line, part.role, giver, part.start, part.end)
        _unblocked(line, part, taker)
        handing.hand(line=line, role=part.role, giver=giver, taker=taker, start=part.start, end=part.end)
        request = _request(line, part, giver, state=State.APPLIED, taker=taker, decided=True)
        audit.record("meldpunt.shift.taken_over", request, detail={"from": str(giver), "by": str(taker), "role": part.role})
        shifts.remake(line)
        when = rota_quality.period_words(part.start, part.end)
        tell_person(giver, f"{taker} neemt uw wacht over op {when}.")
        return request


def _person(line: DutyLine, person_id: UUID) -> DutyPerson:
    found = DutyPerson.objects.filter(organisation_id=line.organisation_id, id=person_id).first()
    if found is None:
        raise NotFound()
    return found


def _unblocked(line: DutyLine, part: Stretch, taker: DutyPerson) -> None:
    may_stand([taker], part.role, part.start.astimezone(BRUSSELS).date(), part.end.astimezone(BRUSSELS).date())
    broken = handing.new_breaches(line, part.role, taker, part.start, part.end)
    if broken:
        raise Invalid({"": f"Dit kan niet zonder de planner. {broken[0]}"})


def _request(
    line: DutyLine,
    part: Stretch,
    asker: DutyPerson,
    *,
    state: State,
    taker: DutyPerson | None = None,
    message: str = "",
    decided: bool = False,
) -> SwapRequest:
    now = clock.now()
    return SwapRequest.objects.create(
        organisation_id=line.organisation_id, audience=line.audience, line=line, role=part.role, asker=asker, taker=taker,
        period=DateTimeTZRange(part.start, part.end), message=message[:200], state=state, asked_at=now,
        decided_at=now if decided else None, decided_by=current().actor.label if decided else "",
    )  # fmt: skip


def ask(*, stretch: Stretch, message: str = "") -> SwapRequest:
    """I ask who can take my duty, all or part of it."""
    authorise(SELF)
    asker, line, part = myself(), _line(stretch.line_id), _future(stretch)
    with _at_the_line(line.organisation_id):
        line = shifts.locked(line)
        handing.shift_of(line, part.role, asker, part.start, part.end)
        try:
            with transaction.atomic():
                request = _request(line, part, asker, state=State.OPEN, message=message)
        except IntegrityError:
            raise Invalid({"": "U vroeg dit al voor (een deel van) deze tijd. Trek die vraag eerst in."}) from None
        audit.record("meldpunt.swap.asked", request, detail={"role": part.role})
        return request


def offer(*, request_id: UUID, returned: Stretch | None = None) -> SwapRequest:
    """I can take it; `returned` is a duty of mine that the asker then takes."""
    authorise(SELF)
    taker = myself()
    with _running(request_id) as request:
        if request.asker_id == taker.id:
            raise Invalid({"": "Dit is uw eigen vraag. Een collega kan ze aannemen."})
        if returned is not None:
            handing.shift_of(request.line, request.role, taker, returned.start, returned.end)
            request.returned = DateTimeTZRange(returned.start, returned.end)
        request.taker = taker
        _step(request, SwapEvent.OFFER)
        tell_person(request.asker, f"{taker} wil uw wacht overnemen op {_when(request)}. Zeg of dat goed is.")
        return request


def accept(*, request_id: UUID) -> SwapRequest:
    """The asker agrees. Without a broken rule of work it happens at once; otherwise the planner decides."""
    authorise(SELF)
    asker = myself()
    with _running(request_id) as request:
        if request.asker_id != asker.id:
            raise Refused("Alleen wie de vraag stelde, kan het aanbod aannemen.")
        _step(request, SwapEvent.ACCEPT)
        broken = _broken(request)
        request.blocked = broken[0][:300] if broken else ""
        request.save(update_fields=["blocked"])
        if not broken:
            _apply(request)
        return request


def withdraw(*, request_id: UUID) -> SwapRequest:
    """The asker takes the question back, or who offered takes the offer back with it."""
    authorise(SELF)
    person = myself()
    with _running(request_id) as request:
        if person.id not in (request.asker_id, request.taker_id):
            raise Refused("Alleen wie de vraag stelde of het aanbod deed, kan ze intrekken.")
        _step(request, SwapEvent.WITHDRAW)
        return request


def decline(*, request_id: UUID) -> SwapRequest:
    """The asker says no to an offer."""
    authorise(SELF)
    asker = myself()
    with _running(request_id) as request:
        if request.asker_id != asker.id:
            raise Refused("Alleen wie de vraag stelde, kan het aanbod weigeren.")
        _step(request, SwapEvent.DECLINE)
        tell_person(request.taker, f"{asker} neemt uw aanbod voor {_when(request)} niet aan.")
        return request


def decide(*, request_id: UUID, agreed: bool) -> SwapRequest:
    """The planner lets an accepted swap through although a rule of work is not kept, or refuses it."""
    authorise(PLAN)
    with _running(request_id) as request:
        own_line(request.line)
        if agreed:
            _apply(request)
            return request
        _step(request, SwapEvent.DECLINE)
        for person in (request.asker, request.taker):
            tell_person(person, f"De planner laat de ruil van {_when(request)} niet toe.")
        return request


@contextmanager
def _running(request_id: UUID) -> Iterator[SwapRequest]:
    seen = SwapRequest.objects.filter(id=request_id).first()
    if seen is None:
        raise NotFound()
    with _at_the_line(seen.organisation_id):
        shifts.locked(seen.line)
        request = SwapRequest.objects.select_for_update(of=("self",)).select_related("line", "asker", "taker").get(id=request_id)
        if request.period.lower <= clock.now() and State(request.state) in (State.OPEN, State.OFFERED, State.ACCEPTED):
            raise Invalid({"": "Deze wachtbeurt is al begonnen. Bel uw collega of de coördinator."})
        yield request


def _step(request: SwapRequest, event: SwapEvent) -> None:
    request.state = after(State(request.state), event)
    request.decided_at, request.decided_by = clock.now(), current().actor.label
    request.save()
    audit.record(f"meldpunt.swap.{request.state}", request, detail={"role": request.role})


def _when(request: SwapRequest) -> str:
    return rota_quality.period_words(request.period.lower, request.period.upper)


def _broken(request: SwapRequest) -> list[str]:
    assert request.taker is not None
    broken = handing.new_breaches(request.line, request.role, request.taker, request.period.lower, request.period.upper)
    if request.returned:
        broken += handing.new_breaches(request.line, request.role, request.asker, request.returned.lower, request.returned.upper)
    return broken


def _apply(request: SwapRequest) -> None:
    line, role, asker, taker = request.line, request.role, request.asker, request.taker
    assert taker is not None
    moves = [(asker, taker, request.period)] + ([(taker, asker, request.returned)] if request.returned else [])
    for giver, _, period in moves:
        handing.shift_of(line, role, giver, period.lower, period.upper)
    for giver, receiver, period in moves:
        handing.hand(line=line, role=role, giver=giver, taker=receiver, start=period.lower, end=period.upper)
    _step(request, SwapEvent.APPLY)
    shifts.remake(line)
    tell_person(taker, f"U neemt de wacht van {asker} over op {_when(request)}.")
    tell_person(asker, f"{taker} neemt uw wacht over op {_when(request)}.")


def report_absence(*, start: datetime, end: datetime) -> list[Shift]:
    """I am away over [start, end). Returns my shifts in that time: they still need somebody."""
    authorise(SELF)
    person = myself()
    if end <= start:
        raise Invalid({"end": "Kies een einde dat na het begin ligt."})
    period = DateTimeTZRange(start, end)
    with _at_the_line(person.organisation_id):
        try:
            with transaction.atomic():
                row = Absence.objects.create(
                    organisation_id=person.organisation_id, audience=f"organisation:{person.employer_id}", person=person, period=period
                )
        except IntegrityError:
            raise Invalid({"start": "U gaf voor (een deel van) die tijd al door dat u weg bent."}) from None
        audit.record("meldpunt.absence.reported", row)
        return list(Shift.objects.filter(person=person, period__overlap=period).select_related("line").order_by("period"))


def end_absence(*, absence_id: UUID) -> None:
    """I am there after all."""
    authorise(SELF)
    person = myself()
    with _at_the_line(person.organisation_id):
        row = Absence.objects.filter(id=absence_id, person=person).first()
        if row is None:
            raise NotFound()
        audit.record("meldpunt.absence.ended", row)
        row.delete()
